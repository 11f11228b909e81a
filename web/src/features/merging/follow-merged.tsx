import { useEffect } from "react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Customer } from "../../api/types.ts";
import { notifyDone } from "../../components/notify.tsx";

/** The address of a customer that was merged leads to the one that it became. */
export function FollowMerged({ customer }: { customer: Customer | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const into = customer?.mergedInto ?? null;
  useEffect(() => {
    if (into === null) return;
    void navigate({ to: "/customers/$id", params: { id: into }, replace: true });
    notifyDone(t("merging.redirected"));
  }, [into, navigate, t]);
  return null;
}
