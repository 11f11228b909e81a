import { z } from "zod";

/**
 * The answers of tsdav at the border. It turns XML into objects without regard to namespaces: names in camel case, `{_cdata}` for CDATA,
 * numbers and booleans where a text looks like one, one element or a list where there may be several. Here they become one shape.
 */

/** A text, in whichever form it came; null when it is empty or no text. */
const text = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (typeof value === "object" && value !== null && "_cdata" in value && typeof value._cdata === "string") return value._cdata;
    return null;
  });

/** Zero, one or several elements as a list. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined || value === null || value === "" ? [] : Array.isArray(value) ? value : [value]),
    z.array(item),
  );

/** The names of the elements inside of an element, e.g. of `resourcetype`. */
const names = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "object" && value !== null ? Object.keys(value) : []));

/** `<href>` elements inside of an element. */
const hrefs = z.preprocess(
  (value) => (typeof value === "object" && value !== null && "href" in value ? value.href : []),
  list(text).transform((found) => found.filter((href) => href !== null && href !== "") as string[]),
);

const nestedNames = (outer: string, inner: string) =>
  z.preprocess(
    (value) => (typeof value === "object" && value !== null && outer in value ? (value as Record<string, unknown>)[outer] : []),
    list(z.record(z.string(), z.unknown()).catch({})).transform((items) =>
      items.flatMap((item) => {
        const named = inner === "" ? item : item[inner];
        return typeof named === "object" && named !== null ? Object.keys(named) : [];
      }),
    ),
  );

/** The properties that we ask for. Those that the server does not have are empty. */
export const davProps = z.object({
  getetag: text,
  getctag: text,
  syncToken: text,
  displayname: text,
  calendarData: text,
  resourcetype: names,
  currentUserPrincipal: hrefs,
  calendarHomeSet: hrefs,
  calendarUserAddressSet: hrefs,
  /** Names of reports in camel case, e.g. `syncCollection`. */
  supportedReportSet: nestedNames("supportedReport", "report"),
  /** Names of privileges in camel case; null when the server does not say. */
  currentUserPrivilegeSet: z.union([z.undefined().transform(() => null), nestedNames("privilege", "")]),
  /** E.g. `VEVENT`; empty when the server does not say. */
  supportedCalendarComponentSet: z.preprocess(
    (value) => (typeof value === "object" && value !== null && "comp" in value ? value.comp : []),
    list(
      z
        .object({ _attributes: z.object({ name: z.string() }) })
        .transform((comp) => comp._attributes.name.toUpperCase())
        .catch(""),
    ),
  ),
});
export type DavProps = z.output<typeof davProps>;

/** One `<response>` of a multistatus. */
export const davResponse = z.object({
  href: text,
  status: z.number(),
  props: z.preprocess((value) => (typeof value === "object" && value !== null ? value : {}), davProps),
});

/** The token of a sync-collection report, beside its responses. */
export const davMultistatus = z.object({ multistatus: z.object({ syncToken: text }) });
