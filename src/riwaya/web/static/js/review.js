// What all pages of review share: sending an act, keys and their help, undoing, suggestions.

export const home = document.getElementById("review");
const said = document.getElementById("said");
const help = document.getElementById("help");
const LAST = "riwaya_last_act";

export function say(words) {
  said.textContent = words;
}

// Send one act; the answer, or null after saying why it was refused.
export async function send(act, { preview = false } = {}) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const answer = await fetch(`/api/review/acts${preview ? "?preview=true" : ""}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
    body: JSON.stringify(act),
  }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (!answer?.ok) {
    say(`${home.dataset.failed}: ${told?.message ?? answer?.status ?? ""}`);
    return null;
  }
  if (!preview && act.do !== "undo" && act.do !== "code") {
    sessionStorage.setItem(LAST, JSON.stringify({ number: told.number, address: location.pathname + location.search + location.hash }));
  }
  return told;
}

// Take back the last act of this session, or that of a number, and show where it was made.
export async function undo(number) {
  const last = JSON.parse(sessionStorage.getItem(LAST) ?? "null");
  const wanted = number ?? last?.number;
  if (!wanted) return say(home.dataset.undone);
  if (!(await send({ do: "undo", number: wanted }))) return null;
  if (last?.number === wanted) sessionStorage.removeItem(LAST);
  const target = number || !last ? null : last.address;
  return target && target !== location.pathname + location.search + location.hash ? location.assign(target) : location.reload();
}

// Keys of a page: a key to what it does. Nothing is done while somebody types.
const keys = new Map();
export function onKeys(more) {
  for (const [key, action] of Object.entries(more)) keys.set(key, action);
}

export const typing = (event) =>
  event.target instanceof Element && event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event) || (help.open && event.key !== "?")) return;
  const action = keys.get(event.key);
  if (!action) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  action(event);
}, true);

onKeys({ "?": () => (help.open ? help.close() : help.showModal()), u: () => undo() });
document.getElementById("help-button").addEventListener("click", () => help.showModal());
home.addEventListener("click", (event) => {
  const button = event.target.closest("[data-undo]");
  if (button) undo(Number(button.dataset.undo));
  if (event.target.closest("[data-undo-last]")) undo();
});

// j and k go through the rows of a list.
const rows = [...home.querySelectorAll("[data-row]")];
function toRow(step) {
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
if (rows.length) onKeys({ j: () => toRow(1), k: () => toRow(-1) });

// Suggestions under a field, as a list that the browser shows.
let waiting = 0;
home.addEventListener("input", (event) => {
  const kind = event.target.dataset?.suggest;
  if (!kind || !event.target.value.trim()) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => suggest(kind, event.target), 150);
});

async function suggest(kind, field) {
  const answer = await fetch(`/api/review/${kind}?q=${encodeURIComponent(field.value.trim().slice(0, 100))}`).catch(() => null);
  if (!answer?.ok) return;
  const found = await answer.json();
  const list = document.getElementById(field.getAttribute("list"));
  list.replaceChildren(...found.map((one) => {
    const option = document.createElement("option");
    option.value = one.id;
    const where = [one.admin1, one.country].filter(Boolean).join(", ");
    option.label = `${one.name_ar} – ${one.name_en ?? ""}${where ? ` (${where})` : ""}`;
    return option;
  }));
}

// The values of a form that were given.
export function given(form, names) {
  const fields = form.elements;
  return Object.fromEntries(names.map((name) => [name, fields[name]?.value.trim()]).filter(([, value]) => value));
}
