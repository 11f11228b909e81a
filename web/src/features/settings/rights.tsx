import { getRouteApi } from "@tanstack/react-router";
import { ExplainPanel } from "../rights/explain-panel.tsx";
import { GrantsList } from "../rights/grants-list.tsx";
import { RightsTable } from "../rights/rights-table.tsx";

const route = getRouteApi("/app/settings/rights");

/** Who may do what: asked about one person and one customer, what each role may, and what was given by hand. */
export function RightsSettings() {
  const { person, customer, role, on } = route.useSearch();
  const navigate = route.useNavigate();
  const set = (patch: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (old) => ({ ...old, ...patch }), replace: true, resetScroll: false });
  return (
    <>
      <RightsTable role={role} onRole={(next) => set({ role: next })} />
      <ExplainPanel person={person} customer={customer} onChange={set} />
      <GrantsList on={on} onFilter={(next) => set({ on: next })} />
    </>
  );
}
