/** Looks of a mail that brings none of its own. */
const BASE_STYLE = `html{color-scheme:light;background:#fff}body{margin:0;padding:14px 16px;color:#1f2522;background:#fff;font:14px/1.55 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue","Liberation Sans",Arial,system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}a{color:#1d6657}blockquote{margin:8px 0 8px 4px;padding-left:12px;border-left:2px solid #d3d9d3}pre{white-space:pre-wrap}`;

/**
 * The policy inside the frame: nothing is loaded but inline pictures; with `images` also remote ones. No script, no style sheet from
 * elsewhere, no form, no base.
 */
export function mailPolicy(images: boolean): string {
  return `default-src 'none'; img-src data:${images ? " https: http:" : ""}; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'`;
}

/** The whole document of the frame. The policy stands before any of the mail's own bytes. */
export function mailDocument(safeHtml: string, images: boolean): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${mailPolicy(images)}"><meta name="referrer" content="no-referrer"><style>${BASE_STYLE}</style></head><body>${safeHtml}</body></html>`;
}

/**
 * What the frame may do: nothing, except that a click on a link opens a tab, which then is an ordinary one (a sandboxed tab would break
 * most pages). No scripts, no forms, no access to this origin.
 */
export const FRAME_SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

/** The hidden twin that is measured: it may be looked into by this page, but runs no script and opens nothing. */
export const MEASURE_SANDBOX = "allow-same-origin";
