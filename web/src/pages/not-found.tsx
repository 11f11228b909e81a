import { IconMapQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../components/empty-state.tsx";
import { LinkButton } from "../components/links.tsx";
import { usePageTitle } from "../components/page.tsx";

export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t("problems.notFound.title"));
  return (
    <div>
      <EmptyState
        icon={IconMapQuestion}
        title={t("problems.notFound.title")}
        action={<LinkButton to="/">{t("problems.notFound.action")}</LinkButton>}
      >
        {t("problems.notFound.text")}
      </EmptyState>
    </div>
  );
}
