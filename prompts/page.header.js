// Language buttons; the page's title and language follow the header.
const follow = () => {
  const header = element.querySelector("[data-page-lang]");
  if (!header) return;
  document.documentElement.lang = header.dataset.pageLang;
  document.title = header.dataset.pageTitle;
  document.body.classList.remove("dark");
  const question = document.querySelector("#question textarea");
  if (question) question.setAttribute("aria-label", header.dataset.pageQuestion);
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-language]");
  if (button) trigger('switch_language', { language: button.dataset.language });
});
watch("value", follow);
requestAnimationFrame(follow);
if (window.matchMedia("(min-width: 961px)").matches) {
  requestAnimationFrame(() => document.querySelector("#question textarea")?.focus());
}
