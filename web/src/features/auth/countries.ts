/** Countries of the European Union and their neighbours come first in a list; the others follow. ISO 3166-1 alpha-2. */
const NEAR = ["SK", "CZ", "AT", "HU", "PL", "DE"];
const OTHERS =
  "AD AE AL AM AR AU AZ BA BE BG BR BY CA CH CL CN CO CY DK DZ EE EG ES FI FO FR GB GE GI GR HK HR ID IE IL IN IS IT JO JP KE KR KW KZ LI LT LU LV MA MC MD ME MK MT MX MY NG NL NO NZ PE PH PK PT QA RO RS RU SA SE SG SI SM TH TN TR TW UA US UZ VA VN XK ZA".split(
    " ",
  );

/** Choices for a select: near ones first, the rest by name. */
export function countryChoices(name: (code: string) => string, locale: string): { value: string; label: string }[] {
  const choice = (value: string) => ({ value, label: name(value) });
  return [...NEAR.map(choice), ...OTHERS.map(choice).sort((a, b) => a.label.localeCompare(b.label, locale))];
}

const ZONE_OF_COUNTRY: Record<string, string> = {
  SK: "Europe/Bratislava",
  CZ: "Europe/Prague",
  AT: "Europe/Vienna",
  HU: "Europe/Budapest",
  PL: "Europe/Warsaw",
  DE: "Europe/Berlin",
};

/** The zone that a country's companies live in, where there is only one likely answer. */
export function zoneOfCountry(country: string): string | undefined {
  return ZONE_OF_COUNTRY[country];
}

/** Every time zone that this browser knows. */
export function zoneChoices(): string[] {
  return Intl.supportedValuesOf("timeZone");
}

/** The country that the browser's time zone suggests. */
export function countryOfZone(zone: string): string | undefined {
  return Object.entries(ZONE_OF_COUNTRY).find(([, value]) => value === zone)?.[0];
}
