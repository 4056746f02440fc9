// Which accounts are of one event: the chosen are split off, or merged with others.
import { home, onKeys, say, send } from "./review.js";

const split = document.getElementById("split");
const merge = document.getElementById("merge");
const chosen = (form) => [...form.querySelectorAll('[name="member"]:checked')].map((box) => box.value);
const whyOf = (form) => (form.elements.why.value.trim() ? { why: form.elements.why.value.trim() } : {});

async function decide(act) {
  if (await send(act)) location.reload();
}

split.addEventListener("submit", (event) => {
  event.preventDefault();
  const members = chosen(split);
  if (!members.length) return say(home.dataset.failed);
  return decide({ do: "split", event: split.dataset.event, members, ...whyOf(split) });
});
merge.addEventListener("submit", (event) => {
  event.preventDefault();
  const others = chosen(merge);
  if (!others.length) return say(home.dataset.failed);
  return decide({ do: "merge", members: [merge.dataset.event, ...others], ...whyOf(merge) });
});
onKeys({ s: () => split.requestSubmit(), m: () => merge.requestSubmit() });
