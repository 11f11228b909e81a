import type { Person } from "./markup.ts";

/** People of the demo world: our rep, a customer, colleagues. */
export const rep: Person = { address: "martin.holub@borovica.example", name: "Martin Holub", self: true };
export const colleague: Person = { address: "eva.malikova@borovica.example", name: "Eva Malíková" };
export const jana: Person = { address: "jana.kovacova@orava-papier.example", name: "Jana Kováčová" };
export const peter: Person = { address: "peter.urban@orava-papier.example", name: "Peter Urban" };
export const fakturacia: Person = { address: "faktury@orava-papier.example" };
export const stranger: Person = { address: "newsletter@neznamy.example", name: "Neznámy odosielateľ" };
export const group: Person = { address: "obchod@borovica.example", name: "'Jana Kováčová' via Obchod" };
