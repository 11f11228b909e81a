// Sets colour scheme and language before the first paint, so that nothing flashes. A file of its own: the page's CSP allows no inline script.
(() => {
  const root = document.documentElement;
  let scheme = "auto";
  let language = null;
  try {
    scheme = localStorage.getItem("kronika-color-scheme") ?? "auto";
    language = localStorage.getItem("kronika-language");
  } catch {
    // Storage may be blocked: the defaults hold.
  }
  const dark = scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
  root.lang = language === "sk" || language === "en" ? language : navigator.language.toLowerCase().startsWith("sk") ? "sk" : "en";
})();
