import { Drawer, Tooltip } from "@mantine/core";
import { IconArrowsMaximize } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { LinkActionIcon } from "../../components/links.tsx";
import { InteractionView } from "./interaction-view.tsx";

interface InteractionDrawerProps {
  id: string;
  onClose: () => void;
}

/** The button that closes takes the focus, not the one with a tooltip. */
const AUTOFOCUS = { "data-autofocus": true };

/** An interaction beside the history it belongs to. */
export function InteractionDrawer({ id, onClose }: InteractionDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={720}
      padding="lg"
      title={
        <Tooltip label={t("interaction.openPage")}>
          <LinkActionIcon to="/interactions/$id" params={{ id }} aria-label={t("interaction.openPage")}>
            <IconArrowsMaximize size={17} aria-hidden="true" />
          </LinkActionIcon>
        </Tooltip>
      }
      closeButtonProps={{ "aria-label": t("common.close"), ...AUTOFOCUS }}
      aria-label={t("interaction.title")}
    >
      <InteractionView id={id} level={2} onGone={onClose} />
    </Drawer>
  );
}
