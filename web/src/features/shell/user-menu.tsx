import { Divider, Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconLogout, IconSelector, IconUserCog } from "@tabler/icons-react";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { meQuery, signOut, updateMe } from "../../api/session.ts";
import type { Language, Me } from "../../api/types.ts";
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
  const [open, setOpen] = useState(false);
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
    <Popover position="top-start" width={256} trapFocus returnFocus opened={open} onChange={setOpen}>
      <Popover.Target>
        <UnstyledButton className={classes.button} onClick={() => setOpen(!open)}>
          <Monogram name={me.user.name} size={30} shape="round" />
          <span className={classes.names}>
            <span className={classes.name}>{me.user.name}</span>
            <span className={classes.company}>{me.organization.name}</span>
          </span>
          <IconSelector size={16} stroke={1.7} aria-hidden="true" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>
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
        <Divider my={4} />
        <Link to="/settings/profile" className={classes.item} onClick={() => setOpen(false)}>
          <IconUserCog size={16} aria-hidden="true" />
          {t("nav.mySettings")}
        </Link>
        <UnstyledButton className={classes.item} onClick={() => leave.mutate()}>
          <IconLogout size={16} aria-hidden="true" />
          {t("nav.signOut")}
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}
