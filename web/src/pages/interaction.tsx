import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { interactionQuery } from "../api/interactions.ts";
import { usePageTitle } from "../components/page.tsx";
import pageClasses from "../components/page.module.css";
import { InteractionView } from "../features/interactions/interaction-view.tsx";
import headClasses from "../features/customers/customer-head.module.css";
import { useEntryText } from "../features/timeline/entry-text.ts";

const route = getRouteApi("/app/interactions/$id");

export function InteractionPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const router = useRouter();
  const words = useEntryText();
  const interaction = useQuery(interactionQuery(id)).data;
  usePageTitle(interaction ? words.title(interaction) : t("interaction.title"));
  const customer = interaction?.links.find((link) => link.target === "customer");
  return (
    <div className={pageClasses.page} data-width="narrow">
      {customer ? (
        <Link to="/customers/$id" params={{ id: customer.id }} className={headClasses.back}>
          <IconArrowLeft size={15} aria-hidden="true" />
          {customer.name}
        </Link>
      ) : null}
      <InteractionView key={id} id={id} level={1} onGone={() => router.history.back()} />
    </div>
  );
}
