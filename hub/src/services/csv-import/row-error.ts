import { AppError } from "@kronika/core/errors.ts";

/** Why one cell of a row is refused, in both languages. `field`: see columns.ts; null: the row as a whole. */
export class RowError extends Error {
  override readonly name = "RowError";
  readonly problems: readonly { field: string | null; en: string; sk: string }[];
  constructor(field: string | null, en: string, sk: string) {
    super(en);
    this.problems = [{ field, en, sk }];
  }
}

/** Which column a field of a verb's input comes from. */
const FIELD_OF: Readonly<Record<string, string>> = {
  customerId: "customer",
  ownerId: "owner",
  addresses: "email",
};

/** What the verbs say, in Slovak. */
const SLOVAK: readonly (readonly [RegExp, string])[] = [
  [/^must be a company number/, "nie je IČO: má osem číslic"],
  [/^is not a company number/, "nie je číslo firmy: písmená, číslice a . / -, najviac 20"],
  [/^must be a tax number \(DIČ\) of ten/, "nie je DIČ: má desať číslic"],
  [/^must be a tax number \(DIČ\): CZ/, "nie je české DIČ: CZ a osem až desať číslic"],
  [/^is not a tax number/, "nie je daňové číslo: písmená a číslice, najviac 20"],
  [/^is not a VAT identifier/, "nie je IČ DPH: začína sa dvoma písmenami štátu a má dĺžku, akú štát určil"],
  [/^has a check digit/, "má preklep: kontrolná číslica nesedí"],
  [/^is already the company number of (.*)$/, "IČO už má zákazník $1"],
  [/^is not a domain name/, "nie je doména, napr. firma.sk"],
  [/^is a public mail provider/, "je verejný poskytovateľ pošty, nie doména firmy"],
  [/^is not an e-mail address/, "nie je e-mailová adresa"],
  [/^is not a phone number/, "nie je telefónne číslo"],
  [/^must not be empty/, "nesmie byť prázdne"],
  [/^must hold a letter or a digit/, "musí mať písmeno alebo číslicu"],
  [/^must be three capital letters/, "nie je mena: tri veľké písmená, napr. EUR"],
  [/^must be a day between/, "nie je deň medzi rokmi 1990 a 2199"],
  [/^must be an amount/, "nie je suma, napr. 1250.50"],
  [/^Too big/i, "je príliš dlhé"],
  [/^is for invoices only/, "patrí len k faktúram"],
  [/^is required: a paid invoice/, "treba vyplniť: uhradená faktúra má deň úhrady"],
  [/^belongs to the state/, "patrí len k uhradeným faktúram"],
  [/^is not a state of this kind/, "nie je stav tohto druhu dokladu"],
  [/^must not contain the NUL/, "obsahuje nepovolený znak"],
  [/^must be well-formed/, "obsahuje poškodený znak"],
  [/^is no (?:customer|person|opportunity)/, "nie je v tejto organizácii"],
];

/** A verb's refusal as problems of a row. Anything else is no matter of the row, and is thrown on. */
export function problemsOf(error: unknown): RowError["problems"] {
  if (error instanceof RowError) return error.problems;
  if (!(error instanceof AppError) || error.code === "unavailable") throw error;
  if (error.fields.length === 0)
    return [
      {
        field: null,
        en: error.message,
        sk: error.code === "forbidden" ? "Na túto zmenu nemáte oprávnenie." : "Tento riadok sa nedá zapísať.",
      },
    ];
  return error.fields.map(({ pointer, message }) => {
    const [, name = ""] = pointer.split("/");
    const field = name === "addresses" && message.includes("phone") ? "phone" : (FIELD_OF[name] ?? name);
    return { field, en: message, sk: inSlovak(message) };
  });
}

function inSlovak(message: string): string {
  for (const [pattern, words] of SLOVAK) {
    const match = pattern.exec(message);
    if (match) return words.replace("$1", () => match[1] ?? "");
  }
  return `nie je správna hodnota (${message})`;
}
