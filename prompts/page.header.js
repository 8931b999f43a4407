// Language buttons; the page's title and language follow the header.
const follow = () => {
  const header = element.querySelector("[data-page-lang]");
  if (!header) return;
  document.documentElement.lang = header.dataset.pageLang;
  document.title = header.dataset.pageTitle;
  document.body.classList.remove("dark");
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-language]");
  if (button) trigger('switch_language', { language: button.dataset.language });
});
watch("value", follow);
follow();
