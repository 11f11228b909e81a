import type { FetchMessageObject, ListResponse } from "imapflow";
import { describe, expect, test } from "vitest";
import { addressesOf, parseItemId, toFolders, toMailItem } from "./mapper.ts";

function listed(path: string, more: Partial<ListResponse> = {}): ListResponse {
  const parts = path.split("/");
  const parent = parts.slice(0, -1);
  return {
    path,
    pathAsListed: path,
    name: parts.at(-1) as string,
    delimiter: "/",
    parent,
    parentPath: parent.join("/"),
    flags: new Set(),
    listed: true,
    subscribed: true,
    ...more,
  };
}

const roles = (...list: ListResponse[]) => Object.fromEntries(toFolders(list).map(({ path, role }) => [path, role]));

describe("what a folder is for", () => {
  test("the server's word comes first", () => {
    const sent = listed("Whatever", { specialUse: "\\Sent", specialUseSource: "extension" });
    expect(roles(listed("INBOX"), sent, listed("Projekty"))).toEqual({ INBOX: "inbox", Whatever: "sent", Projekty: "other" });
  });

  test.for([
    ["sent", ["Odoslané položky", "Odeslaná pošta", "Gesendete Objekte", "Elementy wysłane"]],
    ["drafts", ["Rozpísané", "Rozepsaná pošta", "Kopie robocze"]],
    ["junk", ["Nevyžiadaná pošta", "NEVYŽÁDANÁ POŠTA", "Levélszemét", "Junk-E-Mail"]],
    ["trash", ["Odstránené položky", "Odstraněná pošta", "Elementy usunięte", "Törölt elemek"]],
  ] as const)("%s is known by its names in our region", ([role, names]) => {
    expect(Object.values(roles(...names.map((name) => listed(name))))).toEqual(names.map(() => role));
    expect(Object.values(roles(...names.map((name) => listed(`INBOX/${name}`))))).toEqual(names.map(() => role));
  });

  test("a name means nothing deep in somebody's own folders", () => {
    const guessed = { specialUse: "\\Archive", specialUseSource: "name" } as const;
    expect(roles(listed("Klienti/Archív", guessed), listed("Klienti/Nevyžiadaná pošta"), listed("Archív", guessed))).toEqual({
      "Klienti/Archív": "other",
      "Klienti/Nevyžiadaná pošta": "other",
      Archív: "archive",
    });
  });

  test("what holds no messages is no folder", () => {
    expect(toFolders([listed("[Gmail]", { flags: new Set(["\\Noselect"]) }), listed("x", { flags: new Set(["\\NonExistent"]) })])).toEqual(
      [],
    );
  });
});

describe("a fetched message in our words", () => {
  const message: FetchMessageObject = {
    seq: 1,
    uid: 7,
    size: 120,
    internalDate: new Date("2026-11-24T09:00:00.000Z"),
    emailId: "1278455344230334865",
    threadId: "1266894439832287888",
    labels: new Set(["\\Inbox", "Zákazníci"]),
  };
  const content = { raw: new Uint8Array(3), complete: true };
  const ref = { folder: "INBOX", id: "5.7" };

  test("Gmail's numbers are the ids that its pages and its API show", () => {
    expect(toMailItem(ref, message, content, true)).toEqual({
      ...ref,
      receivedAt: "2026-11-24T09:00:00Z",
      size: 120,
      ...content,
      identities: [{ scheme: "provider:gmail", value: "11bdfc5cae0c8191" }],
      providerThreadId: "1194e9c7de1efa90",
      labels: ["\\Inbox", "Zákazníci"],
    });
  });

  test("another server's object ids are no identity, as they are unique in one account only (RFC 8474)", () => {
    const item = toMailItem(ref, { ...message, emailId: "M6d99ac3275bb4e", threadId: "T64b478a75b7ea9" }, content, false);
    expect(item.identities).toEqual([]);
    expect(item.providerThreadId).toBe("T64b478a75b7ea9");
  });
});

test("ids of items are read as they are written, and nothing else is", () => {
  expect(parseItemId("1700000000.42")).toEqual({ uidValidity: "1700000000", uid: 42 });
  for (const text of ["", "42", "1.2.3", "a.b", "1. 2", "1.-2", "1.99999999999"]) expect(parseItemId(text)).toBeNull();
});

test("a sign-in name is an address only when it is one", () => {
  expect(addressesOf("Anna@Firma.sk")).toEqual(["anna@firma.sk"]);
  expect(addressesOf("anna")).toEqual([]);
});
