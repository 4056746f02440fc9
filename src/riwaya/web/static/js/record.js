// The record: map, timeline, list and filters over one set of events; every state is in the address.
import { Crossfilter, dayOf, isoOf } from "./crossfilter.js";
import { MapView } from "./mapview.js";
import { Timeline } from "./timeline.js";

const root = document.getElementById("record");
const words = JSON.parse(root.dataset.words);
const path = root.dataset.path;
const rtl = document.documentElement.dir === "rtl";
const LISTED = 40;
const SINGLE = ["stance", "certainty", "outlet", "actor", "source"];
const FORMATS = ["since", "until", "type", "place", ...SINGLE, "min_origins", "max_origins", "contradicted", "reviewed"];

const say = (kind, value) => words[kind]?.[value] ?? value.replaceAll("_", " ");
const choose = (thing) => (rtl ? thing.ar ?? thing.en : thing.en ?? thing.ar) ?? thing.id;

const answer = await fetch(root.dataset.columns);
if (!answer.ok) {
  document.getElementById("state").textContent = (await answer.json()).message;
  throw new Error(`columns: ${answer.status}`);
}
const data = await answer.json();
const filters = new Crossfilter(data);
const full = filters.days();
const codes = {
  type: codesOf(data.types), stance: codesOf(data.stances), certainty: codesOf(data.certaintys),
  outlet: codesOf(data.outlets), actor: codesOf(data.actors.map((actor) => actor.id)),
  source: codesOf(data.sources.map((source) => source.key)), place: codesOf(data.places.map((place) => place.id)),
};

function codesOf(values) {
  return new Map(values.map((value, code) => [value, code]));
}

// What the address asks for.
function stateOf(search) {
  const asked = new URLSearchParams(search);
  const box = (asked.get("box") ?? "").split(",").map(Number);
  const state = { types: asked.getAll("type"), box: box.length === 4 && box.every(Number.isFinite) ? box : null };
  for (const key of ["since", "until", "place", "at", ...SINGLE, "min_origins", "max_origins", "contradicted", "reviewed"]) {
    state[key] = asked.get(key) || null;
  }
  return state;
}

// The address of a state; `at` is the window of the map, which programs need not know.
function queryOf(state, withWindow = true) {
  const asked = new URLSearchParams();
  for (const type of state.types) asked.append("type", type);
  for (const key of FORMATS) if (key !== "type" && state[key] !== null) asked.set(key, state[key]);
  if (state.box) asked.set("box", state.box.join(","));
  if (withWindow && state.at) asked.set("at", state.at);
  return asked.toString();
}

let state = stateOf(location.search);
let listed = LISTED;
let counts = null;

function apply() {
  const started = performance.now();
  const { since, until } = state;
  const days = since || until ? [(since && dayOf(since)) ?? -1e9, (until && dayOf(until)) ?? 1e9] : null;
  filters.filter("time", days);
  filters.filter("box", state.box);
  filters.filter("type", state.types.length ? new Set(state.types.map((type) => codes.type.get(type) ?? -1)) : null);
  filters.filter("place", state.place ? codes.place.get(state.place) ?? -2 : null);
  for (const name of SINGLE) filters.filter(name, state[name] ? codes[name].get(state[name]) ?? -2 : null);
  const [least, most] = [Number(state.min_origins ?? 0), Number(state.max_origins ?? 65535)];
  filters.filter("origins", state.min_origins || state.max_origins ? [least, most] : null);
  for (const name of ["contradicted", "reviewed"]) filters.filter(name, state[name] ? Number(state[name] === "true") : null);
  counts = filters.count();
  show();
  root.dataset.shownIn = (performance.now() - started).toFixed(1);
}

function change(parts, { push = true } = {}) {
  state = { ...state, ...parts };
  listed = LISTED;
  remember(push);
  apply();
}

function remember(push) {
  const query = queryOf(state);
  const address = `${location.pathname}${query ? `?${query}` : ""}`;
  if (push && address !== location.pathname + location.search) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  const other = document.getElementById("language");
  other.href = `${other.href.split("?")[0]}${query ? `?${query}` : ""}`;
}

// ---- map

const placed = data.places.map((place, code) => ({ code, name: choose(place), lat: place.lat, lon: place.lon, n: 0, all: 0 }));
for (const code of data.place) if (code >= 0) placed[code].all += 1;
const located = placed.filter((place) => place.lat !== null);
const follow = document.getElementById("follow");
const map = new MapView(document.getElementById("map"), words.map, {
  onPlace: (code) => change({ place: state.place === data.places[code].id ? null : data.places[code].id }),
  onMove: () => {
    if (!shown) return;
    state.at = map.window;
    if (follow.checked) change({ box: map.box }, { push: false });
    else remember(false);
  },
});
let shown = false;
follow.addEventListener("change", () => change({ box: follow.checked ? map.box : null }));

// ---- timeline

const canvas = document.getElementById("timeline");
const since = document.getElementById("since");
const until = document.getElementById("until");
let waiting = 0;
const timeline = full && new Timeline(canvas, full, (chosen, done) => {
  const parts = chosen ? { since: isoOf(chosen[0]), until: isoOf(chosen[1]) } : { since: null, until: null };
  cancelAnimationFrame(waiting);
  if (done) change(parts);
  else waiting = requestAnimationFrame(() => change(parts, { push: false }));
});
for (const field of [since, until]) field.addEventListener("change", () => change({ [field.id]: field.value || null }));
for (const button of document.querySelectorAll("[data-days]")) {
  button.addEventListener("click", () => {
    const days = Number(button.dataset.days);
    change(days && full ? { since: isoOf(full[1] - days + 1), until: isoOf(full[1]) } : { since: null, until: null });
  });
}

// ---- filters

const facets = document.getElementById("facets");
const groups = [
  { name: "type", values: data.types.map((type) => [type, say("type", type)]), many: true },
  { name: "stance", values: data.stances.map((stance) => [stance, say("stance", stance)]) },
  { name: "certainty", values: data.certaintys.map((value) => [value, say("certainty", value)]) },
  { name: "origins", values: [["0", "0"], ["1", "1"], ["2", "2"], ["3", "3+"]], fixed: true },
  { name: "contradicted", values: [["false", words.no], ["true", words.yes]], fixed: true },
  { name: "reviewed", values: [["false", words.no], ["true", words.yes]], fixed: true },
  { name: "outlet", values: data.outlets.map((outlet) => [outlet, outlet]) },
  { name: "actor", values: data.actors.map((actor) => [actor.id, choose(actor)]) },
  { name: "source", values: data.sources.map((source) => [source.key, source.name]) },
  { name: "place", values: data.places.map((place) => [place.id, choose(place)]) },
];
const SHOWN = 8;
const MOST = 200;

for (const group of groups) {
  const element = document.createElement("details");
  element.className = "facet";
  element.open = ["type", "stance", "origins", "contradicted"].includes(group.name) && !matchMedia("(max-width: 60rem)").matches;
  element.innerHTML = "<summary></summary><div class='values'></div>";
  element.querySelector("summary").textContent = words.filter[group.name];
  if (group.values.length > SHOWN * 2) {
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = words.find;
    search.setAttribute("aria-label", `${words.find}: ${words.filter[group.name]}`);
    search.addEventListener("input", () => { group.sought = search.value.trim().toLowerCase(); fill(group); });
    element.querySelector("summary").after(search);
  }
  group.box = element.querySelector(".values");
  element.addEventListener("toggle", () => fill(group));
  group.element = element;
  facets.append(element);
}

function chosen(group, value) {
  if (group.name === "type") return state.types.includes(value);
  if (group.name === "origins") return originsOf(value).every((bound, nth) => state[["min_origins", "max_origins"][nth]] === bound);
  return state[group.name] === value;
}

function originsOf(value) {
  return value === "3" ? ["3", null] : [value, value];
}

function toggle(group, value) {
  const on = chosen(group, value);
  if (group.name === "type") change({ types: on ? state.types.filter((type) => type !== value) : [...state.types, value] });
  else if (group.name === "origins") {
    const [least, most] = on ? [null, null] : originsOf(value);
    change({ min_origins: least, max_origins: most });
  } else change({ [group.name]: on ? null : value });
}

function fill(group) {
  const some = group.values.some(([value]) => chosen(group, value));
  group.element.classList.toggle("in-use", some);
  if (!group.element.open || !counts) return;
  const found = group.values.map(([value, label], code) => ({ value, label, n: counts[group.name][code], on: chosen(group, value) }))
    .filter((one) => (one.n || one.on) && (!group.sought || one.label.toLowerCase().includes(group.sought)));
  if (!group.fixed) found.sort((a, b) => Number(b.on) - Number(a.on) || b.n - a.n || (a.value < b.value ? -1 : 1));
  const limit = group.all || group.sought ? MOST : SHOWN;
  group.box.replaceChildren(...found.slice(0, limit).map((one) => valueButton(group, one)));
  if (found.length > limit && limit === SHOWN) group.box.append(moreButton(group, found.length - limit));
}

function valueButton(group, { value, label, n, on }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "value";
  button.setAttribute("aria-pressed", String(on));
  const name = document.createElement("bdi");
  name.textContent = label;
  if (group.name === "stance") name.className = `stance stance-${value}`;
  const count = document.createElement("span");
  count.className = "num";
  count.textContent = n.toLocaleString("en");
  button.append(name, count);
  button.addEventListener("click", () => toggle(group, value));
  return button;
}

function moreButton(group, n) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = words.more.replace("{n}", n.toLocaleString("en"));
  button.addEventListener("click", () => { group.all = true; fill(group); });
  return button;
}

document.getElementById("reset").addEventListener("click", () => {
  follow.checked = false;
  change({ ...stateOf(""), at: state.at });
});

// ---- list

const list = document.getElementById("list");
const heads = new Map();

function drawList() {
  const found = [];
  for (let i = 0; i < filters.size && found.length < listed; i += 1) if (filters.passes[i]) found.push(i);
  list.replaceChildren(...found.map(item));
  document.getElementById("more").hidden = counts.total <= listed;
  head(found);
}

list.addEventListener("click", (event) => {
  const covered = event.target.closest(".covered-words");
  if (covered) covered.classList.remove("covered-words");
});
document.getElementById("more").addEventListener("click", () => { listed += LISTED * 2; drawList(); });

function item(i) {
  const element = document.createElement("li");
  element.className = "event";
  element.dataset.id = data.id[i];
  const type = data.types[filters.type[i]];
  const place = filters.place[i] >= 0 ? choose(data.places[filters.place[i]]) : null;
  const link = document.createElement("a");
  link.href = `${path}/event/${encodeURIComponent(data.id[i])}`;
  link.textContent = say("type", type) + (place ? `${words.comma}${place}` : "");
  const facts = document.createElement("p");
  facts.className = "facts";
  facts.append(days(i), ...numbers(i));
  const said = document.createElement("p");
  said.className = "words";
  said.lang = "ar";
  said.dir = "rtl";
  if (root.dataset.covered.split(" ").includes(type)) {
    said.classList.add("covered-words");
    said.title = words.cover;
  }
  said.textContent = heads.get(data.id[i]) ?? "";
  element.append(link, said, facts);
  return element;
}

function days(i) {
  const span = document.createElement("span");
  const [from, to] = [data.start[i], data.end[i]];
  if (from === null) span.textContent = words.undated;
  else for (const day of from === to ? [from] : [from, to]) {
    if (span.childNodes.length) span.append(" – ");
    span.append(Object.assign(document.createElement("time"), { textContent: isoOf(day) }));
  }
  return span;
}

function numbers(i) {
  const parts = [["claims", filters.claims[i]], ["outlets", filters.outlets[i]], ["origins", filters.origins[i]]];
  const found = parts.map(([name, n]) => {
    const span = document.createElement("span");
    span.className = name === "origins" && n > 1 ? "figure several" : "figure";
    span.append(`${words.figures[name]} `, Object.assign(document.createElement("b"), { textContent: n }));
    return span;
  });
  if (filters.contradicted[i]) found.push(Object.assign(document.createElement("span"), { className: "tag negative", textContent: words.contradicted }));
  return found;
}

// The words of the first claim of each event in the list, asked for once.
async function head(found) {
  const wanted = found.map((i) => data.id[i]).filter((id) => !heads.has(id));
  for (let at = 0; at < wanted.length; at += LISTED) {
    const query = new URLSearchParams(wanted.slice(at, at + LISTED).map((id) => ["id", id]));
    const some = await fetch(`/api/events/heads?${query}`);
    if (!some.ok) return;
    for (const [id, said] of Object.entries(await some.json())) {
      heads.set(id, said);
      const element = list.querySelector(`[data-id="${CSS.escape(id)}"] .words`);
      if (element) element.textContent = said;
    }
  }
}

// ---- all of it

function show() {
  document.getElementById("total").textContent = counts.total.toLocaleString("en");
  const undated = document.getElementById("undated");
  undated.hidden = !counts.undated;
  undated.querySelector("b").textContent = counts.undated.toLocaleString("en");
  since.value = state.since ?? "";
  until.value = state.until ?? "";
  follow.checked = Boolean(state.box);
  const days = state.since || state.until ? [dayOf(state.since ?? "") ?? full?.[0], dayOf(state.until ?? "") ?? full?.[1]] : null;
  timeline?.show(counts.days, days && [Math.max(days[0], full[0]), Math.min(days[1], full[1])]);
  for (const place of located) place.n = counts.place[place.code];
  map.show(located.filter((place) => place.n), state.place ? codes.place.get(state.place) : null);
  for (const group of groups) fill(group);
  document.getElementById("reset").hidden = !queryOf(state, false);
  drawList();
  links();
}

function links() {
  const query = queryOf(state, false);
  const address = `/api/events${query ? `?${query}` : ""}`;
  document.getElementById("call").textContent = `GET ${address}`;
  document.getElementById("call").href = address;
  for (const link of document.querySelectorAll("[data-format]")) {
    const asked = new URLSearchParams(query);
    link.href = `/api/export/${link.dataset.format}${asked.size ? `?${asked}` : ""}`;
  }
}

addEventListener("popstate", () => {
  state = stateOf(location.search);
  listed = LISTED;
  apply();
});

document.getElementById("state").remove();
root.classList.add("ready");
follow.checked = Boolean(state.box);
map.frame(state.at, located);
apply();
shown = true;
performance.mark("record-shown");
