// Every basket is here, fetched once after the list: one is opened without asking the server.
import { clear, count, rowOf, search } from "./rows.js";
import { recompute } from "./totals.js";
import { piece } from "./words.js";

const main = document.querySelector("main[data-stand]");
const pane = document.querySelector("[data-stand-pane]");
const resting = pane && !pane.querySelector("[data-panel]") ? [...pane.children] : [];
const kept = new Map();  // number -> markup; parsed when it is opened
export const changed = new EventTarget();

const split = (markup) => markup.split(/(?=<article [^>]*data-panel="\d+")/).forEach((part) => {
  const numbered = /^<article [^>]*data-panel="(\d+)"/.exec(part);
  if (numbered) kept.set(Number(numbered[1]), part);
});
const fetched = async () => {
  const response = await fetch(main.dataset.panels, { credentials: "same-origin" });
  return response.ok && !response.redirected ? response : null;
};
export const fetching = main && main.dataset.panels ? fetched() : null;  // kept.js keeps the same answer
export const load = async () => {
  const response = await fetching;
  if (response) split(await response.clone().text());
};
export const put = (number, markup) => { kept.set(Number(number), markup); };
export const drop = (number) => { kept.delete(Number(number)); };
export const forget = () => {  // nothing is left to look at, nor to open again
  kept.clear();
  if (pane) pane.replaceChildren();
};
export const has = (number) => kept.has(Number(number));

export const opened = () => (pane ? pane.querySelector("[data-panel]") : null);
export const openedNumber = () => { const article = opened(); return article ? Number(article.dataset.panel) : null; };

const parsed = (number) => {
  const holder = document.createElement("template");
  holder.innerHTML = kept.get(number);
  const article = holder.content.querySelector("[data-panel]");
  article.hidden = false;
  return article;
};

// The lists of what can be changed are made of the lines.
export const fillLists = (article) => {
  article.querySelectorAll("[data-list]").forEach((list) => {
    if (list.children.length) return;
    article.querySelectorAll("[data-line]").forEach((line) => list.append(entry(list, line.dataset)));
  });
};
const entry = (list, { line, product, quantity, name, missing }) => {
  const item = piece(list.dataset.list), isMissing = missing !== undefined;
  item.querySelectorAll("[data-name]").forEach((place) => { place.textContent = name; });
  if (item.matches("[data-name]")) item.textContent = name;
  item.querySelectorAll("button").forEach((button) => { button.setAttribute("formaction", list.dataset.url); });
  if (list.dataset.list === "missing") {
    item.querySelectorAll("button").forEach((button) => { button.value = line; button.hidden = (button.name === "here") !== isMissing; });
    return item;
  }
  const now = Number(quantity);
  item.querySelector("[data-quantity]").textContent = quantity;
  for (const [place, wanted] of [["fewer", Math.max(0, now - 1)], ["more", now + 1], ["none", 0]]) {
    const button = item.querySelector(`[data-${place}]`);
    button.value = `${product}:${wanted}`;
    button.hidden = place === "fewer" && !wanted;
  }
  return item;
};

export const dress = (article) => {
  fillLists(article);
  article.querySelectorAll("[data-js]").forEach((element) => { element.hidden = false; });
  article.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });
  if (window.htmx) window.htmx.process(article);
  recompute(article);
};

const typedIn = (article) => [...article.querySelectorAll("[data-weight], [data-label], [data-confirms], #amount")]
  .map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
const typeAgain = (article, typed) => typed.forEach(([name, value]) => {
  const field = article.querySelector(`[name="${name}"]`);
  if (!field || !value) return;
  if (field.type === "checkbox") field.checked = true; else field.value = value;
});

const view = (name) => { main.dataset.view = name; };
const select = (number) => {
  document.querySelectorAll(".baskets [aria-current]").forEach((link) => link.removeAttribute("aria-current"));
  const row = number === null ? null : rowOf(number);
  if (row) row.querySelector("a").setAttribute("aria-current", "true");
};

// Gives false where this basket is not here: its own page is then opened.
export const open = (number, { isHistory = false } = {}) => {
  if (!pane || !kept.has(number)) return false;
  const article = parsed(number), row = rowOf(number);
  pane.replaceChildren(article);
  dress(article);
  view("basket");
  select(number);
  if (!isHistory && row) history.pushState({ basket: number }, "", row.querySelector("a").href);
  window.scrollTo(0, 0);
  focusFirst(article);
  count();
  changed.dispatchEvent(new CustomEvent("opened", { detail: number }));
  return true;
};
const isMouse = () => window.matchMedia("(hover: hover)").matches;
export const focusFirst = (article) => {
  const weights = [...article.querySelectorAll("[data-weight]")];
  const first = weights.find((field) => !field.value) || article.querySelector("[data-tap]:not([hidden])");
  const place = (isMouse() && first && first.offsetParent !== null && first) || article.querySelector("h1");
  if (place) place.focus({ preventScroll: true });
};

export const close = ({ isHistory = false } = {}) => {
  if (!opened()) return;
  pane.replaceChildren(...resting);
  view("list");
  select(null);
  clear();
  if (!isHistory) history.pushState({}, "", main.dataset.list);
  if (search) search.focus({ preventScroll: !isMouse() });
  count();
  changed.dispatchEvent(new CustomEvent("closed"));
};

// The open basket as it now is, with what was typed in it and is not sent.
export const renew = (number, { keepsTyped = true } = {}) => {
  const old = opened();
  if (!old || Number(old.dataset.panel) !== number || !kept.has(number)) return;
  const typed = keepsTyped ? typedIn(old) : [], open = [...old.querySelectorAll("details")].map((each) => each.open);
  const hadFocus = old.contains(document.activeElement) ? document.activeElement.id : "";
  const article = parsed(number);
  article.querySelectorAll("details").forEach((each, at) => { each.open = Boolean(open[at]); });
  typeAgain(article, typed);
  pane.replaceChildren(article);
  dress(article);
  count();
  const again = hadFocus && document.getElementById(hadFocus);
  if (again) again.focus({ preventScroll: true });
  changed.dispatchEvent(new CustomEvent("renewed", { detail: number }));
};
