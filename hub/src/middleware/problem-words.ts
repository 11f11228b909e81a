import type { AppErrorCode } from "@kronika/core/errors.ts";

export type ProblemCode = AppErrorCode | "internal";

interface Words {
  title: { en: string; sk: string };
  /** What the caller can do about it. */
  cure: { en: string; sk: string };
}

/** Titles of problems and their cures, in both languages. */
export const problemWords: Record<ProblemCode, Words> = {
  invalid: {
    title: { en: "Some fields are not right", sk: "Niektoré údaje nie sú správne" },
    cure: {
      en: "The member “errors” names each field and what is wrong with it. Mend them and send the request again.",
      sk: "Člen „errors“ pomenuje každý údaj a čo je na ňom zlé. Opravte ich a pošlite požiadavku znova.",
    },
  },
  unauthenticated: {
    title: { en: "Please sign in", sk: "Prihláste sa" },
    cure: {
      en: "Sign in again, or send a token that is valid: Authorization: Bearer TOKEN.",
      sk: "Prihláste sa znova alebo pošlite platný token: Authorization: Bearer TOKEN.",
    },
  },
  forbidden: {
    title: { en: "You may not do this", sk: "Na toto nemáte oprávnenie" },
    cure: {
      en: "Ask an administrator for the right, or use a token with the scope that is named.",
      sk: "Požiadajte správcu o oprávnenie alebo použite token s uvedeným rozsahom.",
    },
  },
  "not-found": {
    title: { en: "Not found", sk: "Nenájdené" },
    cure: { en: "It does not exist, was removed, or is not visible to you.", sk: "Neexistuje, bolo odstránené alebo ho nevidíte." },
  },
  "method-not-allowed": {
    title: { en: "This cannot be done here", sk: "Toto tu nemožno urobiť" },
    cure: {
      en: "The address exists, but not for this method. The header “Allow” and /docs name those that it has.",
      sk: "Adresa existuje, ale nie pre túto metódu. Hlavička „Allow“ a /docs uvádzajú tie, ktoré pozná.",
    },
  },
  conflict: {
    title: { en: "This has changed in the meantime", sk: "Údaje sa medzitým zmenili" },
    cure: { en: "Read it again and repeat the change.", sk: "Načítajte údaje znova a zmenu zopakujte." },
  },
  "precondition-failed": {
    title: { en: "Somebody changed this before you", sk: "Niekto to zmenil skôr ako vy" },
    cure: {
      en: "The version in If-Match is no longer the current one. Read it again, look at what changed, and repeat the change with the new ETag.",
      sk: "Verzia v If-Match už neplatí. Načítajte údaje znova, pozrite sa, čo sa zmenilo, a zmenu zopakujte s novým ETagom.",
    },
  },
  "too-large": {
    title: { en: "Too large", sk: "Príliš veľké" },
    cure: {
      en: "Requests may have 30 MB at most. Leave out attachments or split the batch.",
      sk: "Požiadavka môže mať najviac 30 MB. Vynechajte prílohy alebo dávku rozdeľte.",
    },
  },
  "unsupported-media-type": {
    title: { en: "This content type is not accepted here", sk: "Tento typ obsahu sa tu neprijíma" },
    cure: { en: "Send application/json.", sk: "Pošlite application/json." },
  },
  "rate-limited": {
    title: { en: "Too many attempts; wait a little", sk: "Príliš veľa pokusov; chvíľu počkajte" },
    cure: { en: "Wait as long as the header Retry-After says.", sk: "Počkajte tak dlho, ako uvádza hlavička Retry-After." },
  },
  unavailable: {
    title: { en: "Not available just now; try again", sk: "Práve nedostupné; skúste znova" },
    cure: {
      en: "The database or another part is starting or down. Repeat the request; nothing was half-written. “kronika doctor” names the cause.",
      sk: "Databáza alebo iná časť sa spúšťa alebo nebeží. Požiadavku zopakujte; nič nezostalo zapísané napoly. Príčinu pomenuje „kronika doctor“.",
    },
  },
  internal: {
    title: { en: "Something went wrong on our side", sk: "Na našej strane nastala chyba" },
    cure: {
      en: "Nothing was half-written. The administrator finds the cause in the log under the request id of “instance”.",
      sk: "Nič nezostalo zapísané napoly. Správca nájde príčinu v zázname pod číslom požiadavky z „instance“.",
    },
  },
};
