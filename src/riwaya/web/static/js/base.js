// What every page does: remember light or dark, remember the language.
const YEAR = 365 * 24 * 3600;

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}

const button = document.getElementById("theme");
const order = ["auto", "light", "dark"];
button.addEventListener("click", () => {
  const root = document.documentElement;
  const next = order[(order.indexOf(root.dataset.theme || "auto") + 1) % order.length];
  if (next === "auto") delete root.dataset.theme;
  else root.dataset.theme = next;
  remember("riwaya_theme", next);
  button.textContent = button.dataset[next];
  document.dispatchEvent(new CustomEvent("themechange"));
});

document.getElementById("language").addEventListener("click", (event) => {
  remember("riwaya_language", event.currentTarget.hreflang);
});

// A covered passage opens when it is asked for.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-uncover]");
  if (!opener) return;
  opener.closest(".covered").classList.remove("covered");
  opener.remove();
});
