import { describe, expect, test } from "vitest";
import { readableText } from "./text.ts";

const read = (html: string) => {
  const element = document.createElement("div");
  element.innerHTML = html;
  return readableText(element);
};

describe("text as a reader sees it", () => {
  test.each<[what: string, html: string, text: string]>([
    ["lines of blocks", "<div>one</div><div>two</div>", "one\ntwo"],
    ["an empty line", "<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"],
    ["line breaks", "one<br>two<br><br>three", "one\ntwo\n\nthree"],
    ["paragraphs", "<p>one</p><p>two</p>", "one\n\ntwo"],
    ["blanks of the source", "<div>\n  one\n  two&nbsp;three </div>\n", "one two three"],
    ["inline elements", "a <b>bold</b>, <i>slanted</i> word", "a bold, slanted word"],
    ["cells of a table", "<table><tr><td>Cena</td><td>2 €</td></tr><tr><td>Kusy</td><td>3</td></tr></table>", "Cena 2 €\nKusy 3"],
    ["items of a list", "<ul><li>one</li><li>two</li></ul>", "one\ntwo"],
    ["preformatted text", "<pre>a  b\n  c</pre>", "a  b\n  c"],
    ["emoji that are pictures", 'Thanks <img data-emoji="🙂" alt="🙂">', "Thanks 🙂"],
    ["pictures have no text", 'a<img alt="logo">b', "ab"],
    ["hidden parts", '<div>a</div><div style="color:red; display:none">b</div><div hidden>c</div>', "a"],
    ["scripts and styles", "<style>p{}</style><script>x()</script>a", "a"],
    ["invisible joints", "po\u200bnu\ufeffka", "ponuka"],
    ["nothing", "", ""],
  ])("%s", (_, html, text) => expect(read(html)).toBe(text));

  test("10,000 nested elements are read in time", () => {
    let html = "deep";
    for (let depth = 0; depth < 400; depth++) html = `<div>${html}</div>`;
    expect(read(html.repeat(25))).toContain("deep");
  });
});
