import { distinctWords } from "@kronika/core/search/words.ts";

/** What of an interaction is searched. What this viewer or that may find is decided by level, not here. */
export interface InteractionTexts {
  kind: string;
  occurredAt: Date;
  location: string | null;
  participants: readonly { role: string; name: string | null; address: string | null }[];
  subject: string | null;
  filenames: readonly string[];
  text: string | null;
}

/** How much of a text is looked at, in UTF-16 units: where it is indexed and where a find is verified alike. */
export const SEARCHED_LENGTH = 100_000;
/** Words of one interaction at each level; a mail to a mailing list of thousands, or a price list, stops here. */
const MOST_WORDS = { people: 400, subject: 800, content: 4000 };

const FROM: ReadonlySet<string> = new Set(["from", "organizer", "caller", "author"]);
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The terms of an interaction as a `tsvector`: `<place>.<level><word>`. The level (1 metadata, 2 subject, 3 content) holds every word by which
 * somebody of that level may find it, those of the levels below included. Facets (`f` sender, `t` addressee, `k` kind) are metadata. The place
 * is the organisation with the week, and once more with the year: `kronika_search` looks through the newest weeks first, and then through years.
 */
export function termsOf(orgId: string, texts: InteractionTexts): string {
  const people = texts.participants.map(({ name, address }) => `${name ?? ""} ${address ?? ""}`);
  const sides = { f: [] as string[], t: [] as string[] };
  for (const [i, { role }] of texts.participants.entries()) sides[FROM.has(role) ? "f" : "t"].push(people[i]!);
  const metadata = [texts.location, ...people];
  const subject = [texts.subject, ...texts.filenames];
  const marked = (mark: string, words: readonly string[]) => words.map((word) => mark + word);
  const terms = storable([
    `k${texts.kind}`,
    ...marked("f", distinctWords(sides.f, MOST_WORDS.people)),
    ...marked("t", distinctWords(sides.t, MOST_WORDS.people)),
    ...marked("1", distinctWords(metadata, MOST_WORDS.people)),
    ...marked("2", distinctWords([...subject, ...metadata], MOST_WORDS.subject)),
    ...marked("3", distinctWords([...subject, ...metadata, texts.text?.slice(0, SEARCHED_LENGTH)], MOST_WORDS.content)),
  ]);
  return placesOf(orgId, texts.occurredAt)
    .flatMap((place) => terms.map((term) => `'${place}.${term}'`))
    .join(" ");
}

/** PostgreSQL takes 1 MB of words in a `tsvector`: less than half of it for each of the two places. */
const MOST_BYTES = 400_000;

function storable(terms: readonly string[]): string[] {
  let bytes = 0;
  return terms.filter((term) => {
    bytes += Buffer.byteLength(term) + 16;
    return bytes < MOST_BYTES;
  });
}

/** As `kronika_search` reckons them. */
const placesOf = (orgId: string, at: Date): string[] => {
  const tag = orgId.slice(-4);
  return [`${tag}w${Math.floor(at.getTime() / WEEK_MS)}`, `${tag}y${at.getUTCFullYear()}`];
};

/** Words of a name, number or address: few, and no more than a hostile one may cost. */
export const nameTerms = (texts: Iterable<string | null>): string[] => distinctWords(texts, 100);
