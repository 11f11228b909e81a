/** A mailbox as people write it: display name and address. `address` is normalised (see {@link normaliseAddress}). */
export interface MailAddress {
  name?: string | undefined;
  address: string;
}

/**
 * Normalises an e-mail address for comparison: trimmed, lower-cased, domain in its ASCII (IDNA, RFC 5891) form.
 * Dots and plus-tags of the local part stay significant (the provider decides what they mean).
 * @returns the normalised address, or null when the text is not one address
 */
export function normaliseAddress(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > 320 || CONTROL_OR_SPACE.test(trimmed)) return null;
  const at = trimmed.lastIndexOf("@");
  if (at < 1 || at === trimmed.length - 1) return null;
  const local = trimmed.slice(0, at);
  if (local.length > 64 || /[<>(),;:"\\[\]@]/.test(local)) return null;
  const domain = normaliseDomain(trimmed.slice(at + 1));
  return domain === null ? null : `${local.toLowerCase().normalize("NFC")}@${domain}`;
}

// oxlint-disable-next-line no-control-regex -- control characters in an address are an attack (header injection)
const CONTROL_OR_SPACE = /[\u0000-\u0020\u007f-\u00a0]/;

/**
 * Normalises a domain name: lower case, IDNA to ASCII, no trailing dot.
 * @returns the ASCII domain, or null when it is not a host name
 */
export function normaliseDomain(text: string): string | null {
  const trimmed = text.trim().replace(/\.$/, "");
  if (trimmed === "" || trimmed.length > 253 || /[\s/\\?#@:%[\]<>(),;"]/.test(trimmed)) return null;
  const ascii = toAscii(trimmed);
  if (ascii === null || ascii.length > 253) return null;
  return /^(?!-)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(ascii) ? ascii : null;
}

function toAscii(domain: string): string | null {
  // The URL parser is the IDNA implementation that browsers and Node share; digits-only hosts would turn into IPv4 addresses.
  if (/^[\x21-\x7e]+$/.test(domain)) return domain.toLowerCase();
  try {
    return new URL(`http://${domain}`).hostname;
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

const ROLE_LOCAL_PARTS: ReadonlySet<string> = new Set(
  `info office kontakt contact hello ahoj sales obchod predaj objednavky orders faktury fakturacia invoices billing uctovnictvo ucto accounting support podpora
   podatelna sekretariat recepcia reception reklamacie servis service marketing hr admin administrator webmaster postmaster mail biuro iroda buero`.split(/\s+/),
);

/** True for shared addresses such as `info@` or `faktury@`: they speak for a company, not for one person. */
export function isRoleAddress(address: string): boolean {
  return ROLE_LOCAL_PARTS.has(address.slice(0, address.lastIndexOf("@")));
}
