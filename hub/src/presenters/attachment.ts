/**
 * Headers under which a stranger's file leaves the hub: always to be saved, never to be shown, whatever it calls itself. A browser that is
 * told so neither runs nor guesses anything; the sandbox holds should a client show it nevertheless.
 */
export function downloadHeaders(file: { filename: string | null; contentType: string | null; size: number }): Record<string, string> {
  return {
    "content-type": safeType(file.contentType),
    "content-length": String(file.size),
    "content-disposition": contentDisposition(file.filename),
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  };
}

/** Types in which nothing can run where a browser shows them. Everything else (HTML, SVG, XML, scripts, the unknown) is just bytes. */
const PASSIVE = new RegExp(
  String.raw`^(?:text/(?:plain|csv)|application/(?:pdf|zip|gzip|x-7z-compressed|msword|rtf|vnd\.ms-(?:excel|powerpoint|outlook)` +
    String.raw`|vnd\.openxmlformats-officedocument\.[a-z.]{1,60}|vnd\.oasis\.opendocument\.[a-z]{1,30})` +
    String.raw`|image/(?:png|jpeg|gif|webp|bmp|tiff|heic|avif)|audio/[a-z0-9.+-]{1,40}|video/[a-z0-9.+-]{1,40})$`,
);

/** The stated type when it is a passive one, else `application/octet-stream`. Parameters are dropped: a charset is the sender's word, too. */
export function safeType(stated: string | null): string {
  const type = stated?.split(";")[0]?.trim().toLowerCase() ?? "";
  return PASSIVE.test(type) ? type : "application/octet-stream";
}

/** RFC 6266: a name in plain ASCII for old clients, and the whole one as RFC 8187 says. */
export function contentDisposition(filename: string | null): string {
  const name = safeName(filename);
  const ascii = name
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .replaceAll(/[^\w .()-]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

const MAX_NAME = 150;
/** Names that Windows takes for devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Controls, and marks that turn the direction of writing: `gpj.exe` must not read as a picture. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

/** A name that is only a name: no folder, nothing hidden, nothing that a file system takes for something else; its ending is kept. */
export function safeName(filename: string | null): string {
  const plain = (filename ?? "")
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(INVISIBLE, "")
    .replaceAll(/[/\\:*?"<>|]/g, "_")
    .replace(/^[.\s]+/, "")
    .replace(/[.\s]+$/, "");
  if (plain === "") return "attachment";
  const name = DEVICE.test(plain) ? `_${plain}` : plain;
  const ending = /\.[^.\s]{1,12}$/.exec(name)?.[0] ?? "";
  return name.length <= MAX_NAME
    ? name
    : `${name
        .slice(0, MAX_NAME - ending.length)
        .toWellFormed()
        .trimEnd()}${ending}`;
}
