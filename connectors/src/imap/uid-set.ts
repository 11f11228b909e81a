/**
 * UIDs in the notation of IMAP sequence sets (RFC 9051 section 9): `1:5,7,10:12`. Short for mailboxes of any size, as UIDs grow by one.
 * @param uids ascending, without repeats
 */
export function formatUidSet(uids: readonly number[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < uids.length;) {
    const first = uids[i] as number;
    let last = first;
    while (uids[i + 1] === last + 1) {
      last++;
      i++;
    }
    i++;
    ranges.push(first === last ? String(first) : `${first}:${last}`);
  }
  return ranges.join(",");
}

/** Reads {@link formatUidSet}. Returns null for a text that is none. */
export function parseUidSet(text: string): number[] | null {
  const uids: number[] = [];
  if (text === "") return uids;
  for (const range of text.split(",")) {
    const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(range);
    if (!match) return null;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (first <= (uids.at(-1) ?? 0) || last < first || last - first > MAX_RANGE) return null;
    for (let uid = first; uid <= last; uid++) uids.push(uid);
  }
  return uids;
}

/** Larger than any mailbox; a broken cursor must not fill the memory. */
const MAX_RANGE = 10_000_000;
