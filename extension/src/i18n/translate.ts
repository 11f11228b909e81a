/** A text, or its forms by number (CLDR plural categories; Slovak has one, few, many and other). */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Record<string, Message>;
export type Language = "en" | "sk";

/** Same keys in every language, or it does not compile. */
export type SameKeys<C extends Catalogue> = { readonly [Key in keyof C]: Message };

export type Translate<C extends Catalogue> = (key: keyof C & string, values?: Record<string, string | number>) => string;

/** Texts of one part of the interface in one language, and what they are called there. */
export interface Texts<C extends Catalogue> {
  language: Language;
  messages: SameKeys<C>;
}

/** `{name}` is replaced by a value; a key with plural forms needs the value `count`. */
export function translator<C extends Catalogue>({ language, messages }: Texts<C>): Translate<C> {
  const rules = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const message: Message = messages[key];
    const text = typeof message === "string" ? message : (message[rules.select(Number(values["count"]))] ?? message.other ?? "");
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  };
}
