// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { foldQuotes } from "./quotes.ts";

const body = (html: string): Element => {
  const element = document.createElement("div");
  element.innerHTML = html;
  return element;
};
/** What is left when the quotes are folded away. */
const folded = (html: string): string => {
  const element = body(html);
  for (const node of foldQuotes(element)) node.remove();
  return element.textContent?.replace(/\s+/g, " ").trim() ?? "";
};

describe("earlier messages are folded away", () => {
  test.each([
    ["Gmail", '<p>Áno.</p><div class="gmail_quote">Dňa 1. 1. napísal: <blockquote>Prídete?</blockquote></div>'],
    ["Thunderbird", '<p>Áno.</p><div class="moz-cite-prefix">On 1.1. wrote:</div><blockquote type="cite">Prídete?</blockquote>'],
    ["Outlook on the web", '<p>Áno.</p><hr><div id="divRplyFwdMsg">Od: Jana</div><div>Prídete?</div>'],
    [
      "Outlook for Windows",
      '<div><p>Áno.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><b>Od:</b> Jana</div><p>Prídete?</p></div>',
    ],
  ])("of %s", (_, html) => {
    expect(folded(html)).toBe("Áno.");
  });

  test("answers below the quote stay", () => {
    expect(folded('<blockquote type="cite">Prídete?</blockquote><p>Áno, o piatej.</p>')).toBe("Áno, o piatej.");
  });

  test("a bare forward is the message itself", () => {
    expect(foldQuotes(body('<div class="gmail_quote">Preposlané: ponuka</div>'))).toEqual([]);
  });

  test("a nested quote is folded once, with its parent", () => {
    expect(foldQuotes(body('<p>Áno.</p><div class="gmail_quote">x<div class="gmail_quote">y</div></div>'))).toHaveLength(1);
  });

  test("an ordinary block quote is part of the message", () => {
    expect(folded("<p>Ako vravel Hviezdoslav:</p><blockquote>Pozdravujem vás.</blockquote>")).toContain("Pozdravujem");
  });
});
