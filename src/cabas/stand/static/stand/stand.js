// The stand by keyboard and by thumb. All of it works without this, one page after the other.
import "./as_served.js";  // first
import { act, showWaiting, start as startActs, undoLast } from "./acting.js";
import { start as startNews } from "./news.js";
import { changed, close, dress, load, open, opened } from "./panels.js";
import { filter, found, search, showTab } from "./rows.js";
import { give, recompute } from "./totals.js";

const main = document.querySelector("main[data-stand]");
const isSeen = (element) => Boolean(element && element.offsetParent !== null);
const isMouse = window.matchMedia("(hover: hover)").matches;
document.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });

// ── Search, crates.
if (search) {
  search.addEventListener("input", filter);
  search.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const only = found();
    if (only.length === 1) only[0].querySelector("a").click();
  });
  filter();
}
main.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-stand-tab]");
  if (!tab) return;
  event.preventDefault();
  if (search) { search.value = ""; filter(); }
  showTab(tab.dataset.standTab);
});

// ── A basket is opened here; what was typed in the one before is saved.
const leave = (then) => {
  const article = opened(), form = article && article.querySelector("form");
  const button = form && form.querySelector("[data-stand-leave]");
  if (button) act(article, form, button); else close();
  if (!opened()) then();  // a weight that is asked about keeps it open
};
main.addEventListener("click", (event) => {
  const link = event.target.closest(".baskets a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const number = Number(link.closest("li").dataset.number);
  if (opened()) { event.preventDefault(); leave(() => { if (!open(number)) location.assign(link.href); }); return; }
  if (open(number)) event.preventDefault();
});
window.addEventListener("popstate", () => {
  const here = /\/stand\/(\d+)\/$/.exec(location.pathname);
  if (!here) close({ isHistory: true });
  else if (!open(Number(here[1]), { isHistory: true })) location.reload();
});

// ── In a basket.
main.addEventListener("submit", (event) => {
  const article = opened();
  if (!article || !article.contains(event.target)) return;
  event.preventDefault();
  act(article, event.target, event.submitter);
});
main.addEventListener("input", (event) => {
  const article = opened();
  if (article && article.contains(event.target)) recompute(article);
});
main.addEventListener("click", (event) => {
  const article = opened();
  const button = event.target.closest("[data-plus], [data-given]");
  if (!article || !button) return;
  if (button.dataset.given) give(article, Number(button.dataset.given));
  else {
    const field = button.closest("[data-line]").querySelector("[data-weight]");
    if (field.value.trim() && !field.value.trim().endsWith("+")) field.value += "+";
    field.focus();
  }
  recompute(article);
});
main.addEventListener("keydown", (event) => {
  const article = opened();
  if (event.key !== "Enter" || !article || !article.contains(event.target)) return;
  const target = event.target;
  if (target.matches("[data-weight]")) {
    event.preventDefault();
    const weights = [...article.querySelectorAll("[data-weight]")];
    const next = weights[weights.indexOf(target) + 1] || [...article.querySelectorAll("[data-tap]")].find(isSeen);
    if (next) next.focus();
  } else if (target.matches("input:not([type=checkbox])")) {
    event.preventDefault();
    const places = { amount: "[data-give-back], [name=other_means]", note: "#note + button", produit: "#found button" };
    const button = [...article.querySelectorAll(places[target.id] || "#found button")].find(isSeen);
    if (button) button.focus();
  }
});

// ── Keys: typing anywhere searches; arrows go through the list; 1 2 3 take the means of the open basket; Ctrl+Z undoes.
const isTyping = () => document.activeElement && document.activeElement.matches("input:not([type=checkbox]), select, textarea");
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !isTyping()) { if (undoLast()) event.preventDefault(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { walk(event); return; }
  if (isTyping()) return;
  const article = opened();
  if (article && article.contains(document.activeElement) && /^[1-9]$/.test(event.key)) {
    const button = [...article.querySelectorAll("[data-tap]")].filter(isSeen)[Number(event.key) - 1];
    if (button) { event.preventDefault(); button.click(); }
    return;
  }
  if (event.key.length === 1 && event.key !== " " && isSeen(search)) search.focus();
});
const walk = (event) => {
  const here = document.activeElement;
  if (here !== search && !here.matches(".baskets a")) return;
  const links = [...document.querySelectorAll(".baskets a")].filter(isSeen);
  const place = links.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  if (place < 0) search.focus(); else if (links[place]) links[place].focus();
};

changed.addEventListener("opened", showWaiting);
changed.addEventListener("renewed", showWaiting);
const begin = async () => {
  if (opened()) dress(opened());
  startActs();
  startNews();
  try { await load(); } catch { /* each basket still has its own page */ }
  document.documentElement.dataset.panelsLoaded = "yes";
  const here = /\/stand\/(\d+)\/$/.exec(location.pathname);
  if (here && !opened()) open(Number(here[1]), { isHistory: true });
};
if (main.dataset.panels) begin();
if (search && !opened() && isMouse) search.focus({ preventScroll: true });
