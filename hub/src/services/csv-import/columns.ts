import { fold } from "@kronika/core/text-folding.ts";
import type { CsvImportKind } from "../../db/schema/csv-imports.ts";

/** What a column can be. `many`: several columns may be it. `key`: what a row is found again by, the first that it has. */
export interface ColumnField {
  name: string;
  words: readonly string[];
  required?: boolean;
  many?: boolean;
}

const words = (text: string): string[] => text.split(",").map(compact);

const OWNER: ColumnField = {
  name: "owner",
  words: words("vlastník,obchodník,zodpovedný,zodpovedná osoba,obchodný zástupca,owner,account manager,sales rep,responsible"),
};
const CURRENCY: ColumnField = { name: "currency", words: words("mena,currency") };
const EXTERNAL = words("externé id,externý kód,kód,id,external id,external key,code,key");

/** The customer of a row, named by any of these. */
const OF_CUSTOMER: readonly ColumnField[] = [
  {
    name: "customer",
    words: words(
      "firma,zákazník,odberateľ,spoločnosť,názov firmy,partner,klient,customer,company,account,company name,customer name,account name,client",
    ),
  },
  {
    name: "customerIco",
    words: words("ičo,ičo firmy,ičo zákazníka,ičo odberateľa,company number,company id,customer company number,registration number"),
  },
  {
    name: "customerExternalId",
    words: words(
      "kód zákazníka,id zákazníka,číslo zákazníka,kód firmy,kód odberateľa,customer id,customer code,customer number,account id,company code",
    ),
  },
];

/** The columns of each kind of file, with the headers by which they are known, in Slovak and English. */
export const columnFields: Record<CsvImportKind, readonly ColumnField[]> = {
  customers: [
    {
      name: "name",
      required: true,
      words: words(
        "názov,názov firmy,firma,meno firmy,obchodné meno,spoločnosť,zákazník,odberateľ,klient,meno,name,company,company name,customer,customer name,account,account name,client",
      ),
    },
    { name: "kinds", words: words("typ,typ zákazníka,druh,vzťah,kategória,kind,kinds,type,customer type,relation") },
    { name: "ico", words: words("ičo,ičo firmy,company number,company id,registration number,registration no,reg no,company no") },
    { name: "dic", words: words("dič,daňové číslo,tax number,tax id,tax no") },
    { name: "icDph", words: words("ič dph,dič dph,číslo dph,vat,vat id,vat number,vat no") },
    { name: "country", words: words("krajina,štát,country,country code,state") },
    { name: "website", words: words("web,webstránka,webová stránka,www,internet,website,web site,url,homepage") },
    { name: "domains", many: true, words: words("doména,domény,e-mailová doména,domain,domains,email domain") },
    OWNER,
    {
      name: "externalId",
      words: [
        ...EXTERNAL,
        ...words("kód zákazníka,id zákazníka,číslo zákazníka,kód firmy,customer id,customer code,customer number,account id"),
      ],
    },
  ],
  contacts: [
    {
      name: "name",
      words: words("meno a priezvisko,celé meno,kontakt,kontaktná osoba,osoba,name,full name,contact,contact name,contact person,person"),
    },
    { name: "firstName", words: words("meno,krstné meno,first name,given name,forename") },
    { name: "lastName", words: words("priezvisko,last name,surname,family name") },
    ...OF_CUSTOMER,
    { name: "jobTitle", words: words("funkcia,pozícia,pracovná pozícia,job title,title,position,role") },
    {
      name: "email",
      many: true,
      words: words("e-mail,email,mail,e-mailová adresa,email address,email 1,email 2,e-mail 2,ďalší e-mail,work email,other email"),
    },
    {
      name: "phone",
      many: true,
      words: words(
        "telefón,tel,mobil,telefónne číslo,číslo telefónu,telefón 2,phone,phone number,mobile,mobile phone,phone 2,work phone,cell",
      ),
    },
    { name: "legalBasis", words: words("právny základ,súhlas,legal basis,consent") },
    { name: "externalId", words: [...EXTERNAL, ...words("id kontaktu,kód kontaktu,contact id,contact code")] },
  ],
  opportunities: [
    {
      name: "name",
      required: true,
      words: words("názov,príležitosť,obchodná príležitosť,obchod,predmet,name,opportunity,opportunity name,deal,deal name,subject"),
    },
    ...OF_CUSTOMER,
    { name: "stage", words: words("fáza,etapa,stage,phase,pipeline stage") },
    { name: "state", words: words("stav,výsledok,state,status,result") },
    { name: "value", words: words("hodnota,suma,cena,objem,value,amount,deal value") },
    CURRENCY,
    {
      name: "expectedClose",
      words: words(
        "očakávané uzavretie,predpokladané uzavretie,dátum uzavretia,termín,uzavretie,expected close,close date,expected close date,closing date",
      ),
    },
    OWNER,
    { name: "externalId", words: [...EXTERNAL, ...words("id príležitosti,kód príležitosti,opportunity id,deal id")] },
  ],
  "sales-documents": [
    { name: "kind", words: words("druh,typ,typ dokladu,druh dokladu,doklad,kind,type,document type") },
    {
      name: "number",
      required: true,
      words: words(
        "číslo,číslo dokladu,číslo faktúry,číslo objednávky,číslo ponuky,number,document number,invoice number,order number,quote number,no",
      ),
    },
    ...OF_CUSTOMER,
    { name: "state", words: words("stav,state,status") },
    {
      name: "amount",
      required: true,
      words: words("suma,celkom,spolu,suma s dph,celková suma,hodnota,na úhradu,amount,total,total amount,sum,value"),
    },
    CURRENCY,
    {
      name: "issuedOn",
      required: true,
      words: words("dátum vystavenia,vystavené,vystavená,dátum,issued,issued on,issue date,date,document date"),
    },
    { name: "dueOn", words: words("splatnosť,dátum splatnosti,platnosť do,termín dodania,due,due on,due date,valid until") },
    { name: "paidOn", words: words("uhradené,dátum úhrady,zaplatené,dátum platby,paid,paid on,payment date,paid date") },
    { name: "externalId", words: [...EXTERNAL, ...words("id dokladu,kód dokladu,document id")] },
  ],
};

/** A header as it is compared: letters and digits only, without diacritics, lower case. */
function compact(text: string): string {
  return fold(text).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** The field of each column, by its header; null: not known. Of two columns that could be the same field the first is it. */
export function recogniseColumns(kind: CsvImportKind, headers: readonly string[]): (string | null)[] {
  const taken = new Set<string>();
  return headers.map((header) => {
    const known = compact(header);
    const field = columnFields[kind].find(({ name, words, many }) => (many || !taken.has(name)) && words.includes(known));
    if (field) taken.add(field.name);
    return field?.name ?? null;
  });
}

/** The fields that a kind of file cannot do without and that no column is. */
export function missingFields(kind: CsvImportKind, mapping: readonly (string | null)[]): string[] {
  const has = (name: string) => mapping.includes(name);
  const missing = columnFields[kind].filter(({ name, required }) => required && !has(name)).map(({ name }) => name);
  if (kind === "contacts" && !has("name") && !has("lastName") && !has("firstName")) missing.push("name");
  if ((kind === "opportunities" || kind === "sales-documents") && !OF_CUSTOMER.some(({ name }) => has(name))) missing.push("customer");
  return missing;
}
