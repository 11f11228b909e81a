/** A mailbox as people write it: display name and address. `address` is normalised (see {@link normaliseAddress}). */
export interface MailAddress {
  name?: string | undefined;
  address: string;
}

/**
 * Normalises an e-mail address for comparison: trimmed, lower-cased, domain in its ASCII (IDNA, RFC 5891) form, superfluous quotes
 * of the local part removed (RFC 5321 section 4.1.2: `"john"@x.sk` is `john@x.sk`). Dots and plus-tags stay significant (the
 * provider decides what they mean). Local parts longer than the 64 octets of RFC 5321 exist (reply tokens, X.500 remains of Exchange) and pass.
 * @returns the normalised address, at most 320 characters; null when the text is not one address
 */
export function normaliseAddress(text: string): string | null {
  const trimmed = trimInvisible(text);
  if (trimmed.length > MAX_ADDRESS || UNSAFE_IN_ADDRESS.test(trimmed) || !trimmed.isWellFormed()) return null;
  const at = trimmed.lastIndexOf("@");
  if (at < 1) return null;
  const local = unquote(trimmed.slice(0, at));
  if (local === "" || /[<>(),;:"\\[\]@]/.test(local)) return null;
  const domain = normaliseDomain(trimmed.slice(at + 1));
  if (domain === null) return null;
  const address = `${local.normalize("NFC").toLowerCase().normalize("NFC")}@${domain}`;
  return address.length > MAX_ADDRESS ? null : address;
}

/** RFC 3696 erratum 1690 says 254; Exchange and VERP senders write more. */
const MAX_ADDRESS = 320;

/** Controls and blanks are an attack (header injection); invisible and direction marks make two addresses look like one. */
// oxlint-disable-next-line no-control-regex -- that is what it looks for
const UNSAFE_IN_ADDRESS = /[\u0000-\u0020\u007f-\u00a0\u00ad\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\uffff]/;

/** Pages and copied text put invisible characters around an address. */
function trimInvisible(text: string): string {
  return text.replace(/^[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+/, "").replace(/[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+$/, "");
}

function unquote(local: string): string {
  return local.length > 2 && local.startsWith('"') && local.endsWith('"') ? local.slice(1, -1) : local;
}

/**
 * Normalises a domain name: lower case, IDNA to ASCII, no trailing dot.
 * @returns the ASCII domain, or null when it is not a host name
 */
export function normaliseDomain(text: string): string | null {
  const trimmed = text.trim().replace(/\.$/, "");
  if (trimmed === "" || trimmed.length > 253 || /[\s/\\?#@:%[\]<>(),;"]/.test(trimmed)) return null;
  const ascii = toAscii(trimmed);
  if (ascii === null || ascii.length > 253 || ascii.endsWith(".")) return null;
  return /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(ascii) ? ascii : null;
}

function toAscii(domain: string): string | null {
  if (/^[\x21-\x7e]+$/.test(domain)) return domain.toLowerCase();
  // The URL parser is the IDNA implementation that browsers and Node share. Made for hosts, it also turns digits of other scripts
  // into an IPv4 address, and a lone surrogate into U+FFFD: neither is a domain.
  if (!domain.isWellFormed()) return null;
  try {
    const host = new URL(`http://${domain}`).hostname;
    return /^[\d.]+$/.test(host) ? null : host;
  } catch {
    return null;
  }
}

/** The domain of a normalised address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

/** True when `domain` is `suffix` or one of its subdomains. Both normalised. */
export function isSameOrSubdomain(domain: string, suffix: string): boolean {
  return domain === suffix || domain.endsWith(`.${suffix}`);
}

/** Providers whose domain says nothing about a company (rule book: a free-mail domain never stands for a company). */
const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.sk outlook.cz hotmail.com hotmail.sk live.com msn.com yahoo.com yahoo.de yahoo.co.uk ymail.com
   icloud.com me.com mac.com aol.com gmx.com gmx.net gmx.de gmx.at web.de t-online.de freenet.de mail.com proton.me protonmail.com pm.me tutanota.com
   zoho.com fastmail.com yandex.com yandex.ru mail.ru bk.ru inbox.ru list.ru azet.sk centrum.sk zoznam.sk post.sk pobox.sk atlas.sk stonline.sk
   orangemail.sk nextra.sk szm.sk inmail.sk mail.t-com.sk chello.sk seznam.cz email.cz post.cz centrum.cz atlas.cz volny.cz tiscali.cz quick.cz
   freemail.hu citromail.hu indamail.hu t-online.hu wp.pl o2.pl onet.pl onet.eu interia.pl interia.eu op.pl gazeta.pl poczta.fm tlen.pl
   aon.at chello.at hey.com qq.com 163.com 126.com naver.com orange.fr free.fr laposte.net libero.it virgilio.it ukr.net`.split(/\s+/),
);

/** True for public mail providers, where an address belongs to a person and not to a company. */
export function isFreeMailDomain(domain: string): boolean {
  return FREE_MAIL_DOMAINS.has(domain);
}

/** Local parts of shared mailboxes in Slovak, Czech, English, German, Hungarian and Polish, without diacritics. */
const ROLE_LOCAL_PARTS: ReadonlySet<string> = new Set(
  `info office kontakt contact hello ahoj sales obchod predaj prodej odbyt objednavky objednavka orders order faktury faktura fakturacia fakturace invoices
   invoice billing uctovnictvo ucetnictvo ucto uctaren accounting accounts finance financie support podpora helpdesk podatelna posta sekretariat recepcia
   recepce reception reklamacie reklamace servis service dispecing sklad nakup purchasing logistika logistics export import doprava marketing pr press
   hr jobs kariera personalne mzdy admin administrator webmaster postmaster hostmaster abuse security mail email team tim eshop shop
   biuro sekretariat sprzedaz zamowienia faktury ksiegowosc kontakt zakupy serwis reklamacje
   iroda titkarsag ertekesites megrendeles rendeles szamla szamlazas penzugy ugyfelszolgalat kapcsolat beszerzes
   buero vertrieb verkauf bestellung bestellungen rechnung rechnungen buchhaltung einkauf kundendienst kundenservice verwaltung anfrage zentrale
   noreply no-reply no_reply donotreply do-not-reply nereply neodpovedat mailer-daemon`.split(/\s+/),
);

/**
 * True for shared addresses such as `info@`, `faktury@`, `sales2@` or `info+sk@`: they speak for a company, not for one person.
 * Such mail is recorded like any other, and said so.
 * @param address normalised
 */
export function isRoleAddress(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf("@"));
  return ROLE_LOCAL_PARTS.has(local) || ROLE_LOCAL_PARTS.has(local.replace(/\+.*$/, "").replace(/[._-]?\d{1,3}$/, ""));
}

/**
 * What belongs to the organisation itself. `addresses` are normalised (users and their aliases, also on free-mail domains), `domains`
 * are normalised and stand for their subdomains too.
 */
export interface OwnAddresses {
  addresses: readonly string[];
  domains: readonly string[];
}

/** True when a normalised address is one of ours. */
export function isOwnAddress(address: string, own: OwnAddresses): boolean {
  return own.addresses.includes(address) || own.domains.some((domain) => isSameOrSubdomain(domainOf(address), domain));
}
