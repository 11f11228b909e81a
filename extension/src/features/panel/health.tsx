import type { PageState } from "../../page-state.ts";
import { useSurroundings } from "../../ui/context.ts";
import { Icon } from "../../ui/icon.tsx";
import { fieldText } from "../log-button/model.ts";

/** Whether the page beside is understood: what was expected in it and what was found. No content, only structure. */
export function Health({ page }: { page: PageState | null | undefined }) {
  const { t, tb } = useSurroundings();
  if (page === undefined) return null;
  if (page === null) return <p class="small quiet">{t("healthOff")}</p>;
  const unmet = page.expectations.filter(({ met }) => !met);
  const good = unmet.length === 0 && page.missing.length === 0;
  const second = page.expectations.some(({ bySecondWay }) => bySecondWay);
  const fields = [
    ...page.missing.map((field) => fieldText(field, tb)),
    ...unmet.map(({ name }) => (name === "button" ? t("healthExpelled") : name)),
  ];
  return (
    <details class="health small">
      <summary>
        <span class="row">
          <Icon name={good ? "check" : "warn"} />
          {good ? (second ? t("healthSecond") : t("healthGood")) : t("healthBad", { fields: [...new Set(fields)].join(", ") })}
        </span>
      </summary>
      <table>
        <tbody>
          {page.expectations.map(({ name, expected, found, met }) => (
            <tr key={name} class={met ? "" : "bad"}>
              <th scope="row">{name}</th>
              <td>{expected}</td>
              <td>{found}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
