import { gmailPage, threadMarkup, urlToken, type PageMarkup, type ThreadMarkup } from "./markup.ts";

/**
 * A page that behaves as Gmail does where it matters: the address names the conversation, a conversation that is left stays in the document,
 * hidden, and the next one appears a moment later. `window.gmail` lets a test make it misbehave.
 */
export function liveGmail(page: Omit<PageMarkup, "thread">, threads: ThreadMarkup[]): string {
  const markup = Object.fromEntries(threads.map((thread) => [urlToken(thread.id), threadMarkup(thread, page.labels)]));
  const script = `
    const threads = ${JSON.stringify(markup).replaceAll("<", "\\u003c")};
    const area = document.querySelector('[role="main"]').parentElement.parentElement;
    const show = (token) => {
      for (const old of area.children) {
        old.style.display = "none";
        old.querySelector('[role="main"]')?.removeAttribute("role");
      }
      if (!(token in threads)) return;
      const holder = document.createElement("div");
      holder.className = "nH";
      holder.innerHTML = '<div class="BltHke nH oy8Mbf aE3" role="main">' + threads[token] + "</div>";
      area.append(holder);
      // Gmail keeps a few conversations, not all.
      while (area.children.length > 6) area.firstElementChild.remove();
    };
    window.gmail = {
      delay: 15,
      tokens: Object.keys(threads),
      /** Builds the open conversation anew, as Gmail does after many actions. */
      rebuild() {
        const list = area.lastElementChild.querySelector('[role="list"]');
        const html = list.innerHTML;
        list.replaceChildren();
        list.innerHTML = html;
      },
      /** Throws out whatever is foreign. */
      strip() { document.querySelectorAll("[data-kronika-log]").forEach((element) => element.remove()); },
    };
    const follow = () => {
      const token = location.hash.split("/").at(-1);
      setTimeout(() => show(token), window.gmail.delay);
    };
    addEventListener("hashchange", follow);
    if (location.hash.includes("/")) follow();
  `;
  return gmailPage({ ...page, extra: `${page.extra ?? ""}<script>${script}</script>` });
}
