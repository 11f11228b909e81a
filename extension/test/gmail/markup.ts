import { en, type GmailDate, type GmailLabels } from "./labels.ts";

/** One person in a page. `self` marks the owner of the mailbox, whom Gmail calls "me". */
export interface Person {
  address: string;
  name?: string;
  self?: boolean;
}

/** One message of a page that the tests build. Ids are decimal, as Gmail has them. */
export interface MessageMarkup {
  id: string;
  from: Person;
  to: Person[];
  cc?: Person[];
  bcc?: Person[];
  date: GmailDate;
  /** HTML of the body. */
  body: string;
  quote?: string;
  attachments?: { type: string; name: string }[];
  collapsed?: boolean;
  /** Own mail sent a moment ago. */
  fresh?: boolean;
  via?: string;
}

export interface ThreadMarkup {
  id: string;
  subject: string;
  messages: MessageMarkup[];
}

export interface PageMarkup {
  labels?: GmailLabels;
  account: Person;
  thread?: ThreadMarkup | undefined;
  /** Conversations that were left and stay in the document. */
  stale?: ThreadMarkup[];
  list?: ThreadMarkup[] | undefined;
  layout?: "full" | "split" | "popout";
  dark?: boolean;
  extra?: string;
}

/** A Gmail id in hexadecimal, as attributes and the API have it. */
export const hex = (decimal: string) => BigInt(decimal).toString(16);
const escape = (text: string) =>
  text.replace(/[&<>"]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]!);

/** The long token by which Gmail's addresses name a conversation: `f:<decimal id>` as a number in a base of 40 letters without vowels. */
export function urlToken(decimal: string): string {
  const full = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const letters = "BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz";
  let value = [...btoa(`f:${decimal}`).replaceAll("=", "")].reduce((sum, digit) => sum * 64n + BigInt(full.indexOf(digit)), 0n);
  let token = "";
  for (; value > 0n; value /= 40n) token = letters[Number(value % 40n)] + token;
  return token;
}

/** A whole page of Gmail: head, navigation, list, conversation. */
export function gmailPage(page: PageMarkup): string {
  const labels = page.labels ?? en;
  const title = page.thread ? page.thread.subject : labels.inbox;
  return `<!doctype html>
<html lang="${labels.lang}" class="xiu1Fc">
<head><meta charset="utf-8"><title>${escape(title)} - ${page.account.address} - Gmail</title><style>${css(page.dark === true)}</style></head>
<body class="aAU"${page.dark ? ' data-theme="dark"' : ""}>
<div class="nH w-asV bbg" id=":3">${page.layout === "popout" ? "" : header(page.account, labels)}
<div class="nH bkK"><div class="nH ar4 B"><div class="Tm aeJ" id=":2"><div class="aeF">
${(page.stale ?? []).map((thread) => `<div class="nH" style="display: none;"><div class="BltHke nH oy8Mbf">${threadMarkup(thread, labels)}</div></div>`).join("\n")}
<div class="nH"><div class="BltHke nH oy8Mbf aE3" role="main">
${page.list ? listMarkup(page.list, labels) : ""}
${page.thread ? `<div class="${page.layout === "split" ? "nH ajt apV" : "nH"}">${threadMarkup(page.thread, labels)}</div>` : ""}
</div></div>
</div></div></div></div></div>
${page.extra ?? ""}
</body></html>
`;
}

function header(account: Person, labels: GmailLabels): string {
  return `<div class="nH oy8Mbf qp"><header class="gb_Fa" id="gb" role="banner"><div class="gb_Kd"><a class="gb_B" role="button" tabindex="0"
 href="https://accounts.google.com/SignOutOptions?hl=${labels.lang}" aria-label="${labels.account} ${escape(account.name ?? "")}&#10;(${account.address})"><img alt="" class="gb_P"></a></div></header></div>
<div class="aeN WR nH" role="navigation"><div class="T-I T-I-KE L3" role="button" tabindex="0" gh="cm">${labels.compose}</div><a href="https://mail.google.com/mail/u/0/#inbox" class="J-Ke n0" aria-label="${labels.inbox}">${labels.inbox}</a></div>`;
}

function listMarkup(threads: ThreadMarkup[], labels: GmailLabels): string {
  const rows = threads.map((thread, index) => {
    const last = thread.messages.at(-1)!;
    return `<tr class="zA ${index % 2 ? "yO" : "zE"}" id=":${30 + index}" role="row" tabindex="-1"><td class="yX xY" role="gridcell"><div class="yW"><span class="yP" email="${last.from.address}" name="${escape(last.from.name ?? last.from.address)}" data-hovercard-id="${last.from.address}">${escape(last.from.name ?? last.from.address)}</span></div></td>
<td class="xY a4W" role="gridcell"><div class="xS" role="link"><div class="y6"><span class="bog"><span data-thread-id="#thread-f:${thread.id}" data-legacy-thread-id="${hex(thread.id)}" data-legacy-last-message-id="${hex(last.id)}">${escape(thread.subject)}</span></span></div></div></td>
<td class="xW xY" role="gridcell"><span title="${labels.date(last.date)}"><span>9:00</span></span></td></tr>`;
  });
  return `<div class="ae4 UI" gh="tl"><div class="Cp"><div><table cellpadding="0" class="F cf zt" role="grid"><tbody>${rows.join("\n")}</tbody></table></div></div></div>`;
}

/** An open conversation. */
export function threadMarkup(thread: ThreadMarkup, labels: GmailLabels = en): string {
  return `<div class="nH if"><div class="nH aHU hx"><div class="nH V8djrc byY"><div class="nH"><div class="ha"><h2 jsname="r4nke" class="hP" tabindex="-1" data-thread-perm-id="thread-f:${thread.id}" data-legacy-thread-id="${hex(thread.id)}">${escape(thread.subject) || labels.noSubject}</h2><span class="J-J5-Ji"></span></div></div></div>
<div class="nH"></div><div class="nH" role="list">
${thread.messages.map((message, index) => itemMarkup(message, labels, index)).join("\n")}
</div></div></div>`;
}

/** One item of a conversation. */
export function itemMarkup(message: MessageMarkup, labels: GmailLabels, index: number): string {
  return message.collapsed ? collapsedMarkup(message, labels, index) : expandedMarkup(message, labels, index);
}

function avatar(person: Person): string {
  return `<div class="aju"><div class="aCi"><img class="ajn" alt="" jid="${person.address}" data-hovercard-id="${person.address}" data-name="${escape(person.name ?? "")}" aria-hidden="true"></div></div>`;
}

function collapsedMarkup(message: MessageMarkup, labels: GmailLabels, index: number): string {
  const name = message.from.self ? labels.me : (message.from.name ?? message.from.address);
  const date = labels.date(message.date);
  return `<div class="kv" role="listitem" aria-expanded="false" tabindex="-1"><div class="Bk"><div class="G3 G2"><div><div id=":${700 + index}"><div class="adf ads">${avatar(message.from)}
<div class="gs gt"><div class="gE hI"><table cellpadding="0" role="presentation" class="cf gJ"><tbody><tr><td class="gF gK"><span email="${message.from.address}" data-hovercard-id="${message.from.address}" name="${escape(name)}" class="gD" role="gridcell" tabindex="-1">${escape(name)}</span></td>
<td class="gF gK"><div class="iA g6">Snippet of the collapsed message, cut off after a few</div></td><td class="gH bAk"><span></span><span id=":${720 + index}" class="g3" title="${date}" alt="${date}" role="gridcell" tabindex="-1">${date} ${labels.ago}</span></td></tr></tbody></table></div></div></div></div></div></div></div></div>`;
}

function expandedMarkup(message: MessageMarkup, labels: GmailLabels, index: number): string {
  const id = message.fresh
    ? `data-message-id="#msg-a:r${message.id}" data-legacy-message-id="${hex(message.id)}"`
    : `data-message-id="#msg-f:${message.id}" data-legacy-message-id="${hex(message.id)}"`;
  const date = labels.date(message.date);
  const name = message.from.name ?? "";
  const via = message.via ? `<span class="h6"> via <a class="h7b">${escape(message.via)}</a></span>` : "";
  return `<div class="h7 ie nH oy8Mbf" role="listitem" aria-expanded="true" tabindex="-1"><div class="Bk"><div class="G3 G2"><div><div id=":${700 + index}"><div class="adn ads" ${id}>${avatar(message.from)}
<div class="gs"><div class="gE iv gt"><table cellpadding="0" class="cf gJ"><tbody><tr class="acZ"><td class="gF gK"><table cellpadding="0" class="cf ix"><tbody><tr><td class="c2"><h3 class="iw gFxsud"><span translate="no" class="qu" role="gridcell" tabindex="-1"><span email="${message.from.address}"${name ? ` name="${escape(name)}"` : ""} data-hovercard-id="${message.from.address}" class="gD"><span>${escape(name || message.from.address)}</span></span> <span class="cfXrwd"></span><span class="go"><span aria-hidden="true">&lt;</span>${message.from.address}<span aria-hidden="true">&gt;</span></span>${via} </span></h3><h3 class="iw rapwed"></h3></td></tr></tbody></table></td>
<td class="gH bAk"><div class="gK"><span></span><span id=":${720 + index}" class="g3" title="${date}" alt="${date}" role="gridcell" tabindex="-1">${date} ${labels.ago}</span><div class="zd bi4" aria-label="${labels.notStarred}" title="${labels.notStarred}" tabindex="0" role="checkbox" aria-checked="false"><span class="T-KT"></span></div></div></td><td class="gH"></td>
<td class="gH acX bAm" rowspan="2"><div class="T-I J-J5-Ji T-I-Js-IF aaq T-I-ax7 L3" role="button" tabindex="0" data-tooltip="${labels.reply}" aria-label="${labels.reply}">↩</div><div class="T-I J-J5-Ji aap T-I-ax7 L3" role="button" tabindex="0" aria-expanded="false" aria-haspopup="true" aria-label="${labels.more}">⋮</div></td></tr>
<tr class="acZ xD"><td colspan="3"><table cellpadding="0" class="cf adz"><tbody><tr><td class="ady"><div class="iw ajw"><span translate="no" class="hb">${recipientsMarkup(message, labels)} </span></div><div aria-haspopup="true" class="ajy" role="button" tabindex="0" data-tooltip="${labels.showDetails}" aria-label="${labels.showDetails}"><span class="ajz">▾</span></div></td></tr></tbody></table></td></tr></tbody></table></div>
<div><div class="KKSLrd"></div><div class="qQVYZb"></div><div class="utdU2e"></div></div><div class=""><div class="aHl"></div><div tabindex="-1"></div>
<div class="ii gt"><div class="a3s aiL ">${message.body}${quoteMarkup(message, labels)}</div></div>
<div class="ii gt" style="display:none"><div class="a3s aiL undefined"></div></div>${attachmentsMarkup(message)}<div class="hi"></div></div></div><div class="ajx"></div></div></div></div></div></div></div>`;
}

function recipientsMarkup(message: MessageMarkup, labels: GmailLabels): string {
  const chip = (person: Person) => {
    const name = person.self ? labels.me : (person.name ?? person.address.split("@")[0]);
    return `<span email="${person.address}" name="${escape(person.self ? labels.me : (person.name ?? person.address))}" data-hovercard-id="${person.address}" class="g2">${escape(name ?? "")}</span>`;
  };
  const groups: [string, Person[]][] = [
    [labels.to, message.to],
    [labels.cc, message.cc ?? []],
    [labels.bcc, message.bcc ?? []],
  ];
  return groups
    .filter(([, people]) => people.length > 0)
    .map(([word, people]) => `${word} ${people.map(chip).join(", ")}`)
    .join(", ");
}

function quoteMarkup(message: MessageMarkup, labels: GmailLabels): string {
  if (message.quote === undefined) return '<div class="yj6qo"></div><div class="adL"></div>';
  return `<div class="yj6qo ajU"><div class="ajR" role="button" tabindex="0" data-tooltip="${labels.showTrimmed}" aria-label="${labels.showTrimmed}" aria-expanded="false"><img class="ajT" alt=""></div></div><div class="adL"><br><div class="gmail_quote gmail_quote_container">${message.quote}</div></div>`;
}

function attachmentsMarkup(message: MessageMarkup): string {
  if (!message.attachments?.length) return "";
  const cards = message.attachments.map(({ type, name }, index) => {
    const link = `https://mail.google.com/mail/u/0?ui=2&amp;ik=5fd6b33736&amp;attid=0.${index + 1}&amp;permmsgid=msg-f:${message.id}&amp;th=${hex(message.id)}&amp;view=att&amp;disp=safe`;
    const shown = name.length > 24 ? `${name.slice(0, 12)}…${name.slice(-8)}` : name;
    return `<span class="aZo N5jrZb" download_url="${type}:${encodeURIComponent(name)}:https://mail.google.com/mail/u/0/${link}" draggable="true"><a target="_blank" role="link" class="aQy aZr e" href="#att" tabindex="0"><div aria-hidden="true"><div class="aSH"><div class="aQA"><span class="aV3 zzV0ie">${escape(shown)}</span></div><div class="aYp"><span class="SaH2Ve">18 kB</span></div></div></div></a></span>`;
  });
  return `<div class="hq gt a10"><div class="hp"></div><div class="aQH">${cards.join("")}<div class="aZK"></div></div></div>`;
}

/** As much of Gmail's look as decides where things stand and what is shown. */
function css(dark: boolean): string {
  const colours = dark ? "background:#111;color:#e3e3e3" : "background:#fff;color:#202124";
  return `body{margin:0;font:14px Roboto,Arial,sans-serif;${colours}}.gs{padding:0 16px}.gE table{width:100%;border-collapse:collapse}td{padding:0}.hP{font-size:22px;font-weight:400;display:inline;margin:0}
.ha{padding:18px 16px 10px}.iw{display:inline-block;margin:0;font-size:14px}.ajw{font-size:12px;color:${dark ? "#9aa0a6" : "#5e5e5e"};line-height:20px}.ajy{display:inline-block;width:16px;height:16px;margin-left:4px;font-size:10px;line-height:16px}
.go{color:${dark ? "#9aa0a6" : "#5e5e5e"};font-weight:400;font-size:12px}.gH{text-align:right;white-space:nowrap;font-size:12px;vertical-align:top}.gK{display:inline-block}.zd{display:inline-block;width:20px}.L3{display:inline-block;width:28px;text-align:center;cursor:pointer}
.a3s{padding:12px 0 4px;line-height:1.5}.kv{border-top:1px solid #8884;padding:8px 0}.h7{border-top:1px solid #8884;padding:12px 0}.adL .gmail_quote{display:none}.aju{float:left;width:56px}.ajn{width:40px;height:40px;border-radius:50%;background:#7b8aa0;margin-left:12px;display:block}
.gs{margin-left:56px;padding-left:0}.a10{padding:10px 0;border-top:1px solid #8884}.aZo{display:inline-block;border:1px solid #8886;border-radius:8px;padding:10px;margin-right:8px}.iA{overflow:hidden;white-space:nowrap;max-width:260px;text-overflow:ellipsis;color:#777}
#gb{height:56px;display:flex;justify-content:flex-end;align-items:center;padding-right:16px}.gb_P{width:32px;height:32px;border-radius:50%;background:#5f6f52;display:block}.aeN{float:left;width:200px;padding:8px 16px}.aeN a{display:block;padding:10px 0;color:inherit;text-decoration:none}.T-I-KE{background:${dark ? "#444746" : "#c2e7ff"};border-radius:16px;padding:16px;width:90px}
.ar4{margin-left:232px}.zA{cursor:pointer}.zA td{padding:8px;border-bottom:1px solid #8883}.F{width:100%}.apV{border-top:4px solid #8883}`;
}
