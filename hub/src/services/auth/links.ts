/**
 * A link with a secret for a page of the web application. The secret stands behind the `#`: a browser sends that to no server, so it is in no log of
 * a proxy and in no Referer.
 */
export const linkTo = (publicUrl: string, page: "invitation" | "new-password", secret: string): string =>
  `${publicUrl.replace(/\/$/, "")}/${page}#${secret}`;
