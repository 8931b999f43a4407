// The cited characters are scrolled into view; closing returns to the citation.
let shown = "";
let opener = null;

document.addEventListener("click", (event) => {
  opener = event.target.closest?.("[data-ref]") || (event.target.closest?.("[data-close]") ? opener : null);
}, true);

const reveal = () => {
  const panel = element.querySelector("[data-opened]");
  const opened = panel ? panel.dataset.opened : "";
  if (opened === shown) return;
  shown = opened;
  const documents = document.querySelector("#documents details");
  if (documents) documents.open = !opened;
  if (!opened) return;
  const body = element.querySelector(".source-body");
  const hit = element.querySelector(".hit");
  if (body && hit) {
    const offset = hit.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop += offset - 72;
  }
  element.querySelector("h2").focus({ preventScroll: true });
  const side = document.getElementById("side");
  if (window.matchMedia("(max-width: 960px)").matches) {
    side.scrollIntoView({ block: "start", behavior: "instant" });
  } else {
    side.scrollTop = 0;
  }
};

element.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  const named = [...document.querySelectorAll(`[data-ref="${shown}"], [data-row="${shown}"] button`)];
  const back = opener?.isConnected && opener.dataset.ref === shown ? opener : named.find((button) => button.offsetParent);
  trigger('close_source', {});
  if (back) {
    back.focus({ preventScroll: true });
    back.scrollIntoView({ block: "center", behavior: "instant" });
  }
});
watch("value", () => requestAnimationFrame(reveal));
