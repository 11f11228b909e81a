import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { startRematch } from "../../api/rematch.ts";
import { notifyOffer, notifyProblem } from "../../components/notify.tsx";

/** What may have moved in history: the addresses and domains before and after a change. */
export interface Changed {
  before: readonly string[];
  after: readonly string[];
}

/** Which addresses or domains have come or gone. */
export const difference = ({ before, after }: Changed): string[] => [
  ...after.filter((one) => !before.includes(one)),
  ...before.filter((one) => !after.includes(one)),
];

/** Offers, after an address or a domain has changed, to compare history with what holds now. */
export function useOfferRematch(): (scope: { contactId?: string; customerId?: string; addresses?: string[]; domains?: string[] }) => void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mutate } = useMutation({
    mutationFn: startRematch,
    onSuccess: ({ id }) => navigate({ to: "/rematches/$id", params: { id } }),
    onError: notifyProblem,
  });
  return (scope) => notifyOffer(t("rematch.offer"), t("rematch.offerAction"), () => mutate(scope));
}
