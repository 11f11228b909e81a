import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCursor, writeCursor } from "./cursor.ts";
import { formatUidSet, parseUidSet } from "./uid-set.ts";

const uids = fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { maxLength: 400 }).map((list) => list.toSorted((a, b) => a - b));

describe("UIDs as a sequence set", () => {
  test("are read as they are written", () => {
    fc.assert(
      fc.property(uids, (list) => {
        expect(parseUidSet(formatUidSet(list))).toEqual(list);
      }),
    );
  });

  test("take little room when few are missing", () => {
    const all = Array.from({ length: 100_000 }, (_, index) => index + 1).filter((uid) => uid !== 5_000);
    expect(formatUidSet(all)).toBe("1:4999,5001:100000");
  });

  test.for(["a", "1:", "5:1", "1,1", "3,2", "1:99999999999", "1:4294967295", " 1"])("%j is none", (text) => {
    expect(parseUidSet(text)).toBeNull();
  });
});

describe("a cursor", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(uids, fc.bigInt({ min: 0n, max: 2n ** 63n }), (list, modseq) => {
        const place = { uidValidity: "1700000000", uidNext: 3_001 };
        expect(readCursor(writeCursor({ ...place, uids: list }))).toEqual({ ...place, uids: list });
        expect(readCursor(writeCursor({ ...place, modseq: String(modseq) }))).toEqual({ ...place, modseq: String(modseq) });
      }),
    );
  });

  test("of any other text has expired, so the folder is listed again", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => readCursor(text)).toThrow(expect.objectContaining({ meaning: "cursor-expired" }));
      }),
    );
  });
});
