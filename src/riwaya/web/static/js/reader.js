// The reader: claims and the words they were read from lead to each other, by mouse and by keys.
// Offsets are UTF-16 code units of the whole text; every paragraph is one text node that knows where it begins.

const text = document.getElementById("text");
const cards = [...document.querySelectorAll("#claims > li")];
const paragraphs = [...text.querySelectorAll("p")].map((element) => ({
  element,
  start: Number(element.dataset.start),
  end: Number(element.dataset.start) + element.textContent.length,
}));
const claims = cards.map((card) => ({
  card,
  stance: card.dataset.stance,
  spans: spansOf(card.dataset.span),
  cue: spansOf(card.dataset.cue),
  sources: spansOf(card.dataset.sources),
  sensitive: "sensitive" in card.dataset,
}));

function spansOf(written) {
  return written ? written.split(" ").map((span) => span.split("-").map(Number)) : [];
}

// The parts of paragraphs that a span covers.
function* partsOf([start, end]) {
  for (const paragraph of paragraphs) {
    if (paragraph.start < end && start < paragraph.end) {
      yield [paragraph, Math.max(start, paragraph.start) - paragraph.start, Math.min(end, paragraph.end) - paragraph.start];
    }
  }
}

// Marks by the CSS Custom Highlight API: nothing in the text is changed.
class Highlights {
  set(name, spans, priority = 0) {
    const ranges = [];
    for (const span of spans) {
      for (const [paragraph, from, to] of partsOf(span)) {
        const range = new StaticRange({
          startContainer: paragraph.element.firstChild, startOffset: from,
          endContainer: paragraph.element.firstChild, endOffset: to,
        });
        ranges.push(range);
      }
    }
    const highlight = new Highlight(...ranges);
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
  }
}

// Where there is no such API: every paragraph is cut at all boundaries, and its pieces become marks without padding.
class Marks {
  constructor() {
    this.sets = new Map();
    this.waiting = false;
  }

  set(name, spans) {
    this.sets.set(name, spans);
    if (this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => { this.waiting = false; this.draw(); });
  }

  draw() {
    for (const paragraph of paragraphs) {
      const parts = [];
      for (const [name, spans] of this.sets) {
        for (const span of spans) {
          for (const [where, from, to] of partsOf(span)) if (where === paragraph) parts.push([name, from, to]);
        }
      }
      paragraph.element.replaceChildren(...pieces(paragraph.element.textContent, parts));
    }
  }
}

function pieces(words, parts) {
  const cuts = [...new Set([0, words.length, ...parts.flatMap(([, from, to]) => [from, to])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, nth) => {
    const to = cuts[nth + 1];
    const names = parts.filter((part) => part[1] <= from && to <= part[2]).map((part) => part[0]);
    if (!names.length) return document.createTextNode(words.slice(from, to));
    const mark = document.createElement("mark");
    mark.className = names.join(" ");
    mark.textContent = words.slice(from, to);
    return mark;
  });
}

const paint = globalThis.CSS?.highlights && !new URLSearchParams(location.search).has("marks") ? new Highlights() : new Marks();
let active = null;
let hovered = null;
let hiding = claims.some((claim) => claim.sensitive);

function paintStances() {
  for (const stance of new Set(claims.map((claim) => claim.stance))) {
    paint.set(stance, claims.filter((claim) => claim.stance === stance).flatMap((claim) => claim.spans));
  }
  paint.set("covered", hiding ? claims.filter((claim) => claim.sensitive).flatMap((claim) => claim.spans) : [], 9);
  document.querySelector(".reader").classList.toggle("hiding", hiding);
}

function select(claim, { scrollText = true, scrollCard = true } = {}) {
  active?.card.classList.remove("active");
  active?.card.removeAttribute("aria-current");
  active = claim;
  paint.set("active", claim ? claim.spans : [], 2);
  paint.set("source", claim ? claim.sources : [], 3);
  paint.set("cue", claim ? claim.cue : [], 4);
  history.replaceState(null, "", claim ? `#${claim.card.id}` : location.pathname + location.search);
  if (!claim) return;
  claim.card.classList.add("active");
  claim.card.setAttribute("aria-current", "true");
  const narrow = matchMedia("(max-width: 60rem)").matches;
  if (scrollCard) claim.card.scrollIntoView({ block: "nearest" });
  if (scrollText && !narrow) showWords(claim);
}

// Bring the words of a claim into view, about a third down the window.
function showWords(claim) {
  const box = boxOf(claim.spans[0]);
  if (!box || (box.top > 80 && box.bottom < innerHeight - 80)) return;
  scrollTo({ top: scrollY + box.top - innerHeight / 3 });
}

function boxOf(span) {
  const [first] = partsOf(span);
  if (!first) return null;
  const range = document.createRange();
  const [node, offset] = nodeAt(first[0].element, first[1]);
  const [last, ending] = nodeAt(first[0].element, first[2]);
  range.setStart(node, offset);
  range.setEnd(last, ending);
  return range.getBoundingClientRect();
}

function nodeAt(element, offset) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (node && offset > node.length) {
    offset -= node.length;
    node = walker.nextNode();
  }
  return [node, offset];
}

// The offset in the text under a point of the window; null beside the text.
function offsetAt(x, y) {
  const found = document.caretPositionFromPoint?.(x, y);
  const range = found ? null : document.caretRangeFromPoint?.(x, y);
  const node = found ? found.offsetNode : range?.startContainer;
  const paragraph = paragraphs.find((one) => one.element.contains(node));
  if (!paragraph) return null;
  let before = found ? found.offset : range.startOffset;
  const walker = document.createTreeWalker(paragraph.element, NodeFilter.SHOW_TEXT);
  for (let one = walker.nextNode(); one && one !== node; one = walker.nextNode()) before += one.length;
  return paragraph.start + before;
}

// The claims at an offset, the one with fewest words first.
function claimsAt(offset) {
  const covering = ([start, end]) => start <= offset && offset < end;
  const size = (claim) => claim.spans[0][1] - claim.spans[0][0];
  return claims
    .filter((claim) => [...claim.spans, ...claim.cue, ...claim.sources].some(covering))
    .sort((a, b) => Number(b.spans.some(covering)) - Number(a.spans.some(covering)) || size(a) - size(b));
}

function hover(claim) {
  if (claim === hovered) return;
  hovered?.card.classList.remove("hovered");
  hovered = claim;
  claim?.card.classList.add("hovered");
  paint.set("hover", claim ? claim.spans : [], 1);
}

let asked = 0;
text.addEventListener("pointermove", (event) => {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(() => {
    const at = offsetAt(event.clientX, event.clientY);
    hover(at === null ? null : claimsAt(at)[0] ?? null);
  });
});
text.addEventListener("pointerleave", () => hover(null));
text.addEventListener("click", (event) => {
  if (String(getSelection())) return;
  const at = offsetAt(event.clientX, event.clientY);
  const found = at === null ? [] : claimsAt(at);
  const next = found[(found.indexOf(active) + 1) % found.length] ?? null;
  select(next, { scrollText: false });
});

for (const claim of claims) {
  claim.card.addEventListener("pointerenter", () => hover(claim));
  claim.card.addEventListener("pointerleave", () => hover(null));
  claim.card.addEventListener("click", (event) => {
    if (event.target.closest("a:not(.number), button, input, select, textarea")) return;
    event.preventDefault();
    select(claim, { scrollCard: false });
    if (matchMedia("(max-width: 60rem)").matches) showWords(claim);
  });
}

document.addEventListener("keydown", (event) => {
  const inside = (selector) => event.target instanceof Element && event.target.closest(selector);
  if (event.ctrlKey || event.metaKey || event.altKey || inside("input, select, textarea, [contenteditable]")) return;
  const at = claims.indexOf(active);
  if (event.key === "j") select(claims[Math.min(at + 1, claims.length - 1)] ?? null);
  else if (event.key === "k") select(claims[Math.max(at - 1, 0)] ?? null);
  else if (event.key === "Escape") select(null);
  else if (event.key === "Enter" && active && !inside("a, button, summary")) {
    if (document.activeElement === active.card) { document.activeElement.blur(); showWords(active); }
    else active.card.focus();
  } else return;
  event.preventDefault();
});

document.getElementById("uncover")?.addEventListener("click", (event) => {
  hiding = false;
  event.currentTarget.remove();
  paintStances();
});

paintStances();
const linked = claims.find((claim) => `#${claim.card.id}` === decodeURIComponent(location.hash));
if (linked) select(linked);
