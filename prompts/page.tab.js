// A form or a result of a tab: what is chosen goes to the server, which sends the result back.
let sent = "";
let waiting = 0;
let pressed = null;
let turn = 0;
const PATIENCE = 2000; // milliseconds until choices whose result did not come are sent again
const TRIES = 4;

const valuesOf = (form) => {
  const values = {};
  for (const [name, value] of new FormData(form)) (values[name] ||= []).push(value);
  return values;
};

const send = (form) => {
  clearTimeout(waiting);
  const values = valuesOf(form);
  delete values.describe;
  const told = JSON.stringify(values);
  if (told === sent) return;
  sent = told;
  turn += 1;
  deliver({ ...valuesOf(form), turn: [String(turn)] }, turn, TRIES);
};

// Answers to quick choices may overtake each other: until the result shows this turn, it is asked again.
const deliver = (values, mine, tries) => {
  if (mine !== turn || tries === 0) return;
  const form = element.closest("[id$=-form]");
  const result = form && document.getElementById(form.id.replace("-form", "-result"));
  if (result && result.querySelector(`[data-turn="${mine}"]`)) return;
  trigger('choose', { values });
  setTimeout(() => deliver(values, mine, tries - 1), PATIENCE);
};

const finding = (box) => {
  const wanted = box.value.trim().toLowerCase().split(/\s+/);
  for (const label of box.closest("fieldset").querySelectorAll("label")) {
    const text = label.textContent.toLowerCase();
    const ticked = label.querySelector("input").checked;
    label.hidden = !ticked && !wanted.every((word) => text.includes(word));
  }
};

element.addEventListener("input", (event) => {
  const form = event.target.closest("form");
  if (event.target.matches("[data-finds]")) { finding(event.target); return; }
  if (!form || event.target.name === "describe") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => send(form), event.target.matches("select, [type=radio], [type=checkbox]") ? 60 : 300);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target);
});

element.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input[data-finds]")) return;
  event.preventDefault();
});

element.addEventListener("click", (event) => {
  const action = event.target.closest("[data-action]");
  const reference = event.target.closest("[data-ref]");
  if (action) {
    const { action: name, value = "" } = action.dataset;
    const form = action.closest("form");
    sent = "";
    turn += 1;
    if (name === "save") { trigger('save', { form: value }); return; }
    pressed = { name, value, rows: element.querySelectorAll("tbody tr, .measure").length };
    trigger('act', { action: name, value, values: form ? valuesOf(form) : {} });
  } else if (reference) {
    trigger('open_source', { ref: reference.dataset.ref });
  } else if (event.target.closest("[data-print]")) {
    window.print();
  } else {
    const row = event.target.closest("tr[data-row]");
    if (row && !String(getSelection())) trigger('open_source', { ref: row.dataset.row });
  }
});

// The focus stays where it was, though what had it was replaced.
watch("value", () => requestAnimationFrame(() => {
  if (!pressed) return;
  const { name, value, rows } = pressed;
  pressed = null;
  if (document.activeElement && document.activeElement !== document.body) return;
  const again = [...element.querySelectorAll(`[data-action="${name}"]`)]
    .find((button) => name !== "sort" || button.dataset.value === value);
  const added = element.querySelectorAll("tbody tr, .measure")[rows];
  const next = name === "more" && added ? added.querySelector("button") : again;
  if (next) next.focus({ preventScroll: true });
}));
