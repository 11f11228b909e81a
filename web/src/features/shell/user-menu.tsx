import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconLogout, IconSelector, IconUserCog } from "@tabler/icons-react";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { meQuery, signOut, updateMe } from "../../api/session.ts";
import type { Language, Me } from "../../api/types.ts";
import { LinkMenuItem } from "../../components/links.tsx";
import { Monogram } from "../../components/monogram.tsx";
import { notifyProblem } from "../../components/notify.tsx";
import { languages, setLanguage } from "../../i18n/index.ts";
import classes from "./user-menu.module.css";

/** Who is signed in; language, colour scheme, sign-out. */
export function UserMenu() {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  const client = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: "/sign-in" });
      client.clear();
    },
    onError: notifyProblem,
  });
  const speak = useMutation({
    mutationFn: (language: Language) => updateMe({ language }),
    onMutate: (language) => {
      client.setQueryData<Me>(keys.me, (old) => (old ? { ...old, user: { ...old.user, language } } : old));
      void setLanguage(language);
    },
    onError: notifyProblem,
  });
  return (
    <Menu position="top-start" width={250} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <Monogram name={me.user.name} size={30} shape="round" />
          <span className={classes.names}>
            <span className={classes.name}>{me.user.name}</span>
            <span className={classes.company}>{me.organization.name}</span>
          </span>
          <IconSelector size={16} stroke={1.7} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.choice}>
          <span id="k-scheme">{t("nav.appearance")}</span>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-labelledby="k-scheme"
            value={colorScheme}
            onChange={(value) => setColorScheme(value)}
            data={[
              { value: "light", label: t("nav.light") },
              { value: "dark", label: t("nav.dark") },
              { value: "auto", label: t("nav.auto") },
            ]}
          />
        </div>
        <div className={classes.choice}>
          <span id="k-language">{t("nav.language")}</span>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-labelledby="k-language"
            value={me.user.language}
            onChange={(value) => speak.mutate(value)}
            data={languages.map((value) => ({ value, label: t(`common.languages.${value}`) }))}
          />
        </div>
        <Menu.Divider />
        <LinkMenuItem to="/settings/profile" leftSection={<IconUserCog size={16} aria-hidden="true" />}>
          {t("nav.mySettings")}
        </LinkMenuItem>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden="true" />} onClick={() => leave.mutate()}>
          {t("nav.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
