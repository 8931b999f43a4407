// Tabs and language buttons; the page's title and language follow the header.
const places = {};
let tab = "chat";

const open = (name, focus) => {
  const buttons = [...element.querySelectorAll("[data-tab]")];
  if (!buttons.some((button) => button.dataset.tab === name)) return;
  if (name !== tab) places[tab] = window.scrollY;
  const changed = name !== tab;
  tab = name;
  document.documentElement.dataset.tab = name;
  for (const button of buttons) {
    const here = button.dataset.tab === name;
    button.setAttribute("aria-selected", String(here));
    button.tabIndex = here ? 0 : -1;
    if (here && focus) button.focus();
    if (here) button.scrollIntoView({ block: "nearest", inline: "nearest" });
    const panel = document.getElementById(`panel-${button.dataset.tab}`);
    if (!panel) continue;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `tab-${button.dataset.tab}`);
  }
  if (!changed) return;
  history.replaceState(null, "", name === "chat" ? location.pathname + location.search : `#${name}`);
  window.scrollTo({ top: places[name] || 0, behavior: "instant" });
};

const follow = () => {
  const header = element.querySelector("[data-page-lang]");
  if (!header) return;
  document.documentElement.lang = header.dataset.pageLang;
  document.title = header.dataset.pageTitle;
  document.body.classList.remove("dark");
  const question = document.querySelector("#question textarea");
  if (question) question.setAttribute("aria-label", header.dataset.pageQuestion);
  open(tab, false);
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-language]");
  if (button) trigger('switch_language', { language: button.dataset.language });
  const chosen = event.target.closest("[data-tab]");
  if (chosen) open(chosen.dataset.tab, false);
});

element.addEventListener("keydown", (event) => {
  if (!event.target.closest("[role=tab]")) return;
  const names = [...element.querySelectorAll("[data-tab]")].map((b) => b.dataset.tab);
  const at = names.indexOf(tab);
  const next = {
    ArrowRight: (at + 1) % names.length,
    ArrowLeft: (at + names.length - 1) % names.length,
    Home: 0,
    End: names.length - 1,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  open(names[next], true);
});

window.addEventListener("hashchange", () => open(location.hash.slice(1) || "chat", false));
watch("value", follow);
requestAnimationFrame(() => {
  follow();
  open(location.hash.slice(1) || "chat", false);
  if (tab === "chat" && window.matchMedia("(min-width: 961px)").matches) {
    document.querySelector("#question textarea")?.focus();
  }
});
