// One claim on the desk: words chosen in the text, each changed field sent as an act of its own.
/* global L */
import { groundMap } from "./basemap.js";
import { given, home, onKeys, say, send } from "./review.js";

const desk = document.getElementById("desk");
const claim = desk.dataset.claim;
const forms = Object.fromEntries(["correct", "reject", "note"].map((id) => [id, document.getElementById(id)]));
const paragraphs = [...document.querySelectorAll("#text p")].map((element) => {
  const start = Number(element.dataset.start);
  return { element, start, words: element.textContent, end: start + element.textContent.length };
});

// ---- the text: offsets are UTF-16 code units; the record counts code points

function points(offset) {
  let wide = 0;
  for (const { start, words } of paragraphs) {
    if (start >= offset) break;
    wide += [...words.slice(0, offset - start).matchAll(/[\ud800-\udbff](?=[\udc00-\udfff])/g)].length;
  }
  return offset - wide;
}

function wordsAt(start, end) {
  return paragraphs
    .filter((one) => one.start < end && start < one.end)
    .map((one) => one.words.slice(Math.max(0, start - one.start), end - one.start))
    .join("\n");
}

const tokens = paragraphs.flatMap(({ start, words }) =>
  [...words.matchAll(/\S+/g)].map((found) => [start + found.index, start + found.index + found[0].length]));

function offsetOf(node, offset) {
  const paragraph = paragraphs.find((one) => one.element.contains(node));
  if (!paragraph) return null;
  let before = 0;
  if (node.nodeType !== Node.TEXT_NODE) {
    for (let k = 0; k < offset; k += 1) before += node.childNodes[k].textContent.length;
  } else before = offset;
  const walker = document.createTreeWalker(paragraph.element, NodeFilter.SHOW_TEXT);
  for (let one = walker.nextNode(); one && one !== node; one = walker.nextNode()) {
    if (node.contains?.(one)) break;
    before += one.length;
  }
  return paragraph.start + before;
}

// What is selected in the text, without the blanks around it. It is kept when a button takes the focus.
let selected = null;
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  if (start === null || end === null || start >= end) return;
  const words = wordsAt(start, end);
  const from = start + words.length - words.trimStart().length;
  const to = end - (words.length - words.trimEnd().length);
  if (from < to) selected = [from, to];
});

// ---- mentions: words that can be moved

const mentions = [...forms.correct.querySelectorAll(".mention")];
let target = mentions[0];

function place(mention, start, end) {
  mention.dataset.start = start;
  mention.dataset.end = end;
  mention.querySelector("[data-words]").textContent = wordsAt(start, end) || "…";
  show(mention);
}

function show(mention) {
  target = mention;
  for (const one of mentions) one.classList.toggle("target", one === mention);
  const { start, end } = mention.dataset;
  if (!globalThis.CSS?.highlights) return;
  const ranges = paragraphs.filter((one) => one.start < end && start < one.end && one.element.firstChild?.nodeType === Node.TEXT_NODE)
    .map((one) => new StaticRange({
      startContainer: one.element.firstChild, startOffset: Math.max(0, start - one.start),
      endContainer: one.element.firstChild, endOffset: Math.min(one.words.length, end - one.start),
    }));
  const highlight = new Highlight(...ranges);
  highlight.priority = 8;
  CSS.highlights.set("chosen", highlight);
}

function nudge(mention, edge, step) {
  let start = Number(mention.dataset.start);
  let end = Number(mention.dataset.end);
  if (start === end) [start, end] = tokens[0] ?? [0, 0];
  if (edge === "start") {
    const starts = tokens.map(([first]) => first);
    const next = step < 0 ? starts.filter((at) => at < start).at(-1) : starts.find((at) => at > start);
    if (next !== undefined && next < end) start = next;
  } else {
    const ends = tokens.map(([, last]) => last);
    const next = step < 0 ? ends.filter((at) => at < end).at(-1) : ends.find((at) => at > end);
    if (next !== undefined && next > start) end = next;
  }
  place(mention, start, end);
}

function take(mention) {
  if (!selected) return say(desk.dataset.needWords);
  return place(mention, ...selected);
}

forms.correct.addEventListener("focusin", (event) => {
  const mention = event.target.closest(".mention");
  if (mention) show(mention);
});
forms.correct.addEventListener("click", (event) => {
  const mention = event.target.closest(".mention");
  if (event.target.closest("[data-take]")) take(mention);
  const step = event.target.closest("[data-nudge]")?.dataset.nudge;
  if (step) nudge(mention, step.startsWith("start") ? "start" : "end", step.endsWith("-1") ? -1 : 1);
  if (event.target.closest("[data-map]")) openMap(mention);
});

// ---- what was changed

const FIELDS = ["value", "start", "end", "actor", "name_ar", "name_en", "kind", "place", "lat", "lon", "radius_km"];

function stateOf(field) {
  const values = Object.fromEntries(FIELDS.map((name) => [name, field.querySelector(`[name="${name}"]`)?.value.trim() ?? ""]));
  const remove = field.querySelector('[name="remove"]')?.checked ?? false;
  return JSON.stringify({ values, remove, span: [field.dataset.start, field.dataset.end] });
}

const fields = [...forms.correct.querySelectorAll(".field")];
const before = new Map(fields.map((field) => [field, stateOf(field)]));

// The wish of a field as the API takes it; null where it is as it was.
function wishOf(field) {
  if (stateOf(field) === before.get(field)) return null;
  const { values, remove, span } = JSON.parse(stateOf(field));
  const wish = { field: field.dataset.field };
  if (field.dataset.event !== undefined) wish.event = Number(field.dataset.event);
  if (field.dataset.nth !== undefined) wish.nth = Number(field.dataset.nth);
  if (field.dataset.role) wish.role = field.dataset.role;
  if (remove) return { ...wish, remove: true };
  for (const name of FIELDS) if (values[name]) wish[name] = ["lat", "lon", "radius_km"].includes(name) ? Number(values[name]) : values[name];
  if (wish.place) for (const name of ["lat", "lon", "radius_km"]) delete wish[name];
  if (span[0] !== undefined && span[0] !== span[1]) wish.span = span.map((at) => points(Number(at)));
  return wish;
}

function acts() {
  const why = forms.correct.elements.why.value.trim();
  return fields.flatMap((field) => {
    const wish = wishOf(field);
    if (!wish) return [];
    const act = { do: "correct", claim, wish, same: field.querySelector('[name="same"]')?.checked ?? false };
    return [why ? { ...act, why } : act];
  });
}

forms.correct.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wanted = acts();
  if (!wanted.length) return say(desk.dataset.unchanged);
  for (const act of wanted) if (!(await send(act))) return null;
  say(desk.dataset.done);
  return location.reload();
});

// How many places "the same mention everywhere" would touch.
forms.correct.addEventListener("change", async (event) => {
  const field = event.target.closest(".mention");
  const box = field?.querySelector('[name="same"]');
  const told = field?.querySelector("[data-same]");
  if (!told) return;
  told.textContent = "";
  const wish = box.checked ? wishOf(field) : null;
  const found = wish && (await send({ do: "correct", claim, wish, same: true }, { preview: true }));
  if (found) told.textContent = desk.dataset.same.replace("{n}", found.fields);
});

// ---- decide

const address = (id) => `${home.dataset.path}/review/claim/${encodeURIComponent(id)}?order=${desk.dataset.order}#${id}`;
const queue = `${home.dataset.path}/review?order=${desk.dataset.order}`;

function onward() {
  location.assign(desk.dataset.next ? address(desk.dataset.next) : queue);
}

function toggle(name) {
  for (const [id, form] of Object.entries(forms)) {
    form.hidden = id !== name || !form.hidden;
    document.querySelector(`[data-open="${id}"]`).setAttribute("aria-expanded", String(!form.hidden));
  }
  const open = forms[name];
  if (open?.hidden === false) {
    (name === "correct" ? open.querySelector("[data-take]") : open.querySelector("input, select")).focus();
    if (name === "correct") show(mentions[0]);
  } else CSS.highlights?.delete("chosen");
}

async function accept() {
  if (await send({ do: "accept", claim })) onward();
}

forms.reject.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await send({ do: "reject", claim, ...given(forms.reject, ["why"]) })) onward();
});
forms.note.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await send({ do: "note", claim, ...given(forms.note, ["text"]) })) location.reload();
});
desk.addEventListener("click", (event) => {
  if (event.target.closest('[data-do="accept"]')) accept();
  const name = event.target.closest("[data-open]")?.dataset.open;
  if (name) toggle(name);
});

const opened = () => !forms.correct.hidden;
onKeys({
  j: onward,
  k: () => location.assign(desk.dataset.previous ? address(desk.dataset.previous) : queue),
  a: accept,
  e: () => toggle("correct"),
  r: () => toggle("reject"),
  n: () => toggle("note"),
  m: () => document.querySelector("[data-event-link]")?.click(),
  s: () => opened() && take(target),
  "[": () => opened() && nudge(target, "start", -1),
  "]": () => opened() && nudge(target, "start", 1),
  "{": () => opened() && nudge(target, "end", -1),
  "}": () => opened() && nudge(target, "end", 1),
  Escape: () => toggle(null),
});
// Escape leaves a field first, then closes the form.
home.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("input, select")) event.target.blur();
});

// ---- the map

const dialog = document.getElementById("map-dialog");
let map = null;
let marker = null;
let asked = null;

function openMap(mention) {
  asked = mention;
  dialog.showModal();
  const element = document.getElementById("map");
  if (!map) {
    map = groundMap(element, JSON.parse(element.dataset.words));
    marker = L.circleMarker([0, 0], { radius: 7, weight: 3 });
    map.on("click", (event) => { marker.setLatLng(event.latlng).addTo(map); map.panTo(event.latlng, { animate: false }); });
    map.on("move", () => marker.setLatLng(map.getCenter()));
  }
  const [lat, lon] = ["lat", "lon"].map((name) => Number(mention.querySelector(`[name="${name}"]`).value || NaN));
  const known = Number.isFinite(lat) && Number.isFinite(lon);
  map.invalidateSize({ animate: false });
  map.setView(known ? [lat, lon] : [33, 42], known ? 8 : 4, { animate: false });
  marker.setLatLng(map.getCenter()).addTo(map);
  element.focus();
}

dialog.addEventListener("close", () => {
  if (dialog.returnValue !== "take" || !asked) return;
  const { lat, lng } = map.getCenter().wrap();
  asked.querySelector('[name="place"]').value = "";
  asked.querySelector('[name="lat"]').value = lat.toFixed(4);
  asked.querySelector('[name="lon"]').value = lng.toFixed(4);
  const radius = asked.querySelector('[name="radius_km"]');
  if (!radius.value) radius.value = "1";
  dialog.returnValue = "";
  asked.querySelector('[name="lat"]').focus();
});
