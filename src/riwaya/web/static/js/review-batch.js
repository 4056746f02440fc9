// Batches: making one, and coding its claims one after the other.
import { given, home, send } from "./review.js";

const making = document.getElementById("batch");
making?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, a, b, order, number } = given(making, ["name", "a", "b", "order", "number"]);
  const act = { do: "batch", name, coders: [a, b], order, number: Number(number ?? 20) };
  if (await send(act)) location.assign(`${home.dataset.path}/review/batch/${encodeURIComponent(name)}`);
});

const coding = document.getElementById("code");
coding?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { batch, claim } = coding.dataset;
  const codes = given(coding, ["keep", "stance", "certainty", "source", "type", "place", "date"]);
  if (!(await send({ do: "code", batch, claim, ...codes }))) return;
  location.assign(`${home.dataset.path}/review/batch/${encodeURIComponent(batch)}/code`);
});
