// Examples, citations and copying; the newest turn is kept in view while it grows.
let seen = "";

const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
};

const tellCopied = (button) => {
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.done;
  setTimeout(() => { label.textContent = before; }, 1600);
};

element.addEventListener("click", async (event) => {
  const example = event.target.closest("[data-example]");
  if (example) trigger('ask_example', { name: example.dataset.example });
  const reference = event.target.closest("[data-ref]");
  if (reference) trigger('open_source', { ref: reference.dataset.ref });
  const lead = event.target.closest("[data-go]");
  if (lead) {
    trigger('go', { tab: lead.dataset.go, turn: lead.dataset.turn });
    location.hash = lead.dataset.go;
    document.getElementById(`tab-${lead.dataset.go}`)?.focus({ preventScroll: true });
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await copyText(copy.dataset.copy);
    tellCopied(copy);
    copy.focus();
  }
});

const keepInView = () => {
  if (!element.offsetParent) return;
  const turns = element.querySelectorAll(".turn");
  const last = turns[turns.length - 1];
  if (!last) { seen = ""; return; }
  const state = turns.length + last.dataset.state;
  if (state === seen && last.dataset.state === "done") return;
  seen = state;
  const composer = document.getElementById("composer");
  const header = document.getElementById("masthead");
  const box = last.getBoundingClientRect();
  const below = box.bottom - (window.innerHeight - composer.offsetHeight - 20);
  const above = box.top - header.offsetHeight - 20;
  if (below > 0) window.scrollBy({ top: Math.min(below, Math.max(above, 0)), behavior: "instant" });
};
watch("value", () => requestAnimationFrame(keepInView));

// Enter that confirms an input method's candidate must not send the question.
document.addEventListener("keypress", (event) => {
  if (event.key === "Enter" && event.isComposing) event.stopPropagation();
}, true);
