import "@mantine/spotlight/styles.layer.css";

import { createSpotlight, Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBuilding, IconFileText, IconPlus, IconSearch, IconTargetArrow, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { searchQuery } from "../../api/search.ts";
import { KindIcon } from "../../components/kind-icon.tsx";
import { useFormat } from "../../format/context.tsx";
import { navItems } from "../shell/nav-items.ts";

interface CommandPaletteProps {
  opened: boolean;
  onClose: () => void;
}

const [store, spotlight] = createSpotlight();

/** Marks the first line, as the kit does after a key: it keeps the mark on the element and the number in its store. */
function selectFirst(): void {
  const list = document.getElementById(store.getState().listId);
  if (!list) return;
  list.querySelector("[data-selected]")?.removeAttribute("data-selected");
  const first = list.querySelector("[data-action]");
  first?.setAttribute("data-selected", "true");
  store.updateState((state) => ({ ...state, selected: first ? 0 : -1 }));
}
const SHOWN = 6;

/** Ctrl+K: pages, actions, and what the hub finds among customers, people, opportunities and messages. */
export function CommandPalette({ opened, onClose }: CommandPaletteProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const format = useFormat();
  const [query, setQuery] = useState("");
  const [asked] = useDebouncedValue(query, 180);
  const found = useQuery(searchQuery(asked));
  useEffect(() => {
    if (opened) spotlight.open();
    else spotlight.close();
  }, [opened]);

  const wanted = plain(query);
  const fits = (label: string) => wanted === "" || plain(label).includes(wanted);
  const groups: SpotlightActionGroupData[] = [
    {
      group: t("palette.pages"),
      actions: navItems
        .map(({ to, label, icon: Shape }) => ({
          id: `page-${label}`,
          label: t(`nav.${label}`),
          leftSection: <Shape size={18} stroke={1.7} aria-hidden="true" />,
          onClick: () => void navigate({ to }),
        }))
        .filter((action) => fits(action.label)),
    },
    {
      group: t("palette.actions"),
      actions: [
        { id: "new-customer", label: t("customers.new"), onClick: () => void navigate({ to: "/customers", search: { new: "1" } }) },
        {
          id: "new-opportunity",
          label: t("opportunities.new"),
          onClick: () => void navigate({ to: "/opportunities", search: { new: "1" } }),
        },
        {
          id: "connect-mailbox",
          label: t("connections.add.mailbox"),
          onClick: () => void navigate({ to: "/connections", search: { add: "mailbox" } }),
        },
        {
          id: "connect-calendar",
          label: t("connections.add.calendar"),
          onClick: () => void navigate({ to: "/connections", search: { add: "calendar" } }),
        },
      ]
        .map((action) => ({ ...action, leftSection: <IconPlus size={18} stroke={1.7} aria-hidden="true" /> }))
        .filter((action) => fits(action.label)),
    },
  ];
  const result = asked.trim().length >= 2 ? found.data : undefined;
  // The hub's answer comes after the key: what Enter opens is then the first of the new list.
  useEffect(selectFirst, [result]);
  if (result) {
    groups.unshift(
      {
        group: t("palette.customers"),
        actions: result.customers.slice(0, SHOWN).map((customer) => ({
          id: customer.id,
          label: customer.name,
          description: customer.owner?.name ?? "",
          leftSection: <IconBuilding size={18} stroke={1.7} aria-hidden="true" />,
          onClick: () => void navigate({ to: "/customers/$id", params: { id: customer.id } }),
        })),
      },
      {
        group: t("palette.people"),
        actions: result.contacts.slice(0, SHOWN).flatMap((contact) => {
          const { customer } = contact;
          if (!customer) return [];
          return {
            id: contact.id,
            label: contact.name,
            description: [customer.name, contact.addresses[0]?.value].filter(Boolean).join(" · "),
            leftSection: <IconUser size={18} stroke={1.7} aria-hidden="true" />,
            onClick: () => void navigate({ to: "/customers/$id", params: { id: customer.id }, search: { participant: contact.id } }),
          };
        }),
      },
      {
        group: t("palette.opportunities"),
        actions: result.opportunities.slice(0, SHOWN).map((opportunity) => ({
          id: opportunity.id,
          label: opportunity.name,
          description: opportunity.customer.name,
          leftSection: <IconTargetArrow size={18} stroke={1.7} aria-hidden="true" />,
          onClick: () => void navigate({ to: "/opportunities/$id", params: { id: opportunity.id } }),
        })),
      },
      {
        group: t("search.documents"),
        actions: result.documents.slice(0, SHOWN).map((document) => ({
          id: document.id,
          label: document.name,
          description: [t(`search.document.${document.kind}`), document.customer.name].join(" · "),
          leftSection: <IconFileText size={18} stroke={1.7} aria-hidden="true" />,
          onClick: () => void navigate({ to: "/customers/$id", params: { id: document.customer.id } }),
        })),
      },
      {
        group: t("palette.messages"),
        actions: result.interactions.slice(0, SHOWN).map((interaction) => ({
          id: interaction.id,
          label: interaction.subject || t(`timeline.kind.${interaction.kind}`),
          description: [interaction.links.find((link) => link.target === "customer")?.name, format.date(interaction.occurredAt)]
            .filter(Boolean)
            .join(" · "),
          leftSection: <KindIcon of={interaction} size={26} />,
          onClick: () => void navigate({ to: "/interactions/$id", params: { id: interaction.id } }),
        })),
      },
      {
        group: t("search.title"),
        actions: [
          {
            id: "search-all",
            label: t("search.all", { q: asked }),
            leftSection: <IconSearch size={18} stroke={1.7} aria-hidden="true" />,
            onClick: () => void navigate({ to: "/search", search: { q: asked } }),
          },
        ],
      },
    );
  }
  return (
    <Spotlight
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={() => {
        setQuery("");
        onClose();
      }}
      // The hub has searched already; pages and actions are filtered above.
      filter={(_, actions) => actions}
      actions={groups.filter((group) => group.actions.length > 0)}
      shortcut={null}
      scrollable
      maxHeight={420}
      searchProps={{
        placeholder: t("palette.placeholder"),
        "aria-label": t("palette.placeholder"),
        leftSection: <IconSearch size={18} stroke={1.7} aria-hidden="true" />,
      }}
      nothingFound={found.isFetching ? t("palette.searching") : t("palette.nothing")}
    />
  );
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
