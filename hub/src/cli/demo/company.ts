import type { CustomerKind } from "../../db/schema/customers.ts";

/** The demo company: a distributor of packaging, its people and those it deals with. Domains end in `.example` (RFC 2606). */
export const organization = {
  name: "Borovica Trade, s. r. o.",
  country: "SK",
  language: "sk",
  timeZone: "Europe/Bratislava",
  ownDomains: ["borovica.example"],
} as const;

export const people = [
  { key: "marta", name: "Marta Kováčová", email: "marta@borovica.example", role: "admin" },
  { key: "peter", name: "Peter Horváth", email: "peter@borovica.example", role: "manager" },
  { key: "jana", name: "Jana Nováková", email: "jana@borovica.example", role: "rep" },
  { key: "tomas", name: "Tomáš Baláž", email: "tomas@borovica.example", role: "rep" },
] as const;
export type PersonKey = (typeof people)[number]["key"];

export interface DemoCustomer {
  name: string;
  domain: string;
  country: string;
  owner: PersonKey;
  kinds?: CustomerKind[];
  ico?: string;
  contacts: [name: string, address: string, job: string, phone?: string][];
  deal?: [name: string, stage: string, value: string];
}

export const customers: DemoCustomer[] = [
  {
    name: "Pekáreň Žitava, a. s.",
    domain: "zitava.example",
    country: "SK",
    owner: "jana",
    ico: "36123455",
    contacts: [
      ["Ľubica Ďurišová", "durisova@zitava.example", "nákup", "+421905111222"],
      ["Marek Šulík", "sulik@zitava.example", "výroba"],
    ],
    deal: ["Papierové vrecká 2027", "negotiation", "18400.00"],
  },
  {
    name: "Ovocinárstvo Dolná Ves",
    domain: "dolnaves.example",
    country: "SK",
    owner: "jana",
    ico: "31987656",
    contacts: [["Štefan Oravec", "oravec@dolnaves.example", "konateľ", "+421907333444"]],
    deal: ["Prepravky na jablká", "quote", "7250.00"],
  },
  {
    name: "Kozmetika Lipka, s. r. o.",
    domain: "lipka.example",
    country: "SK",
    owner: "tomas",
    ico: "44556675",
    contacts: [
      ["Zuzana Lipková", "zuzana@lipka.example", "konateľka", "+421911222333"],
      ["Fakturácia", "faktury@lipka.example", "účtovníctvo"],
    ],
    deal: ["Darčekové krabičky na Vianoce", "quote", "12900.00"],
  },
  {
    name: "Stroje Kriváň, a. s.",
    domain: "krivan.example",
    country: "SK",
    owner: "tomas",
    ico: "35790121",
    contacts: [
      ["Ing. Ján Hruška", "hruska@krivan.example", "vedúci nákupu"],
      ["Eva Malá", "mala@krivan.example", "sklad"],
    ],
    deal: ["Drevené debny pre export", "meeting", "42000.00"],
  },
  {
    name: "Čokoládovňa Sladká dolina",
    domain: "sladkadolina.example",
    country: "SK",
    owner: "jana",
    contacts: [["Katarína Sýkorová", "sykorova@sladkadolina.example", "marketing"]],
    deal: ["Bonboniéry – nový dizajn", "contacted", "9800.00"],
  },
  {
    name: "Pivovar Medveď, s. r. o.",
    domain: "medved.example",
    country: "CZ",
    owner: "tomas",
    contacts: [["Jiří Dvořák", "dvorak@medved.example", "obchod", "+420602111222"]],
    deal: ["Kartony na lahve", "new", "22500.00"],
  },
  {
    name: "Vinárstvo Tokajský vrch",
    domain: "tokajskyvrch.example",
    country: "SK",
    owner: "jana",
    contacts: [["Gábor Szabó", "szabo@tokajskyvrch.example", "majiteľ"]],
    deal: ["Drevené kazety", "quote", "5600.00"],
  },
  {
    name: "Holzwerk Alpen GmbH",
    domain: "holzwerk.example",
    country: "AT",
    owner: "peter",
    kinds: ["customer", "supplier"],
    contacts: [["Maria Huber", "huber@holzwerk.example", "Einkauf", "+436641234567"]],
    deal: ["Paletten-Rahmenvertrag", "negotiation", "61000.00"],
  },
  {
    name: "Duna Papír Kft.",
    domain: "dunapapir.example",
    country: "HU",
    owner: "peter",
    kinds: ["supplier"],
    contacts: [["Nagy Andrea", "nagy@dunapapir.example", "értékesítés"]],
  },
  {
    name: "Opakowania Wisła Sp. z o.o.",
    domain: "wisla.example",
    country: "PL",
    owner: "peter",
    kinds: ["partner"],
    contacts: [["Anna Kowalska", "kowalska@wisla.example", "handlowiec"]],
  },
  {
    name: "Lekáreň Pod hradom",
    domain: "podhradom.example",
    country: "SK",
    owner: "jana",
    contacts: [["PharmDr. Soňa Biela", "biela@podhradom.example", "vedúca lekárne"]],
  },
  {
    name: "E-shop Malý dom",
    domain: "malydom.example",
    country: "SK",
    owner: "tomas",
    contacts: [["Michal Krátky", "michal@malydom.example", "majiteľ", "+421918555666"]],
    deal: ["Zásielkové krabice", "contacted", "14300.00"],
  },
  {
    name: "Nábytok Javor, a. s.",
    domain: "javor.example",
    country: "SK",
    owner: "tomas",
    ico: "36445568",
    contacts: [["Roman Javorský", "javorsky@javor.example", "logistika"]],
  },
  {
    name: "Mliekareň Poľana",
    domain: "polana.example",
    country: "SK",
    owner: "jana",
    contacts: [
      ["Alena Hlinková", "hlinkova@polana.example", "nákup"],
      ["Info", "info@polana.example", "podateľňa"],
    ],
    deal: ["Kelímky a viečka", "meeting", "33800.00"],
  },
];
