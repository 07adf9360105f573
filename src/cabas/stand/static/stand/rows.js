// The list: both crates, searched as one types; rows move from one crate to the other.
import { euros } from "./money.js";
import { words } from "./words.js";

const all = (selector) => [...document.querySelectorAll(selector)];
export const search = document.querySelector("[data-stand-search]");
export const rows = () => all(".baskets li[data-number]");
export const rowOf = (number) => document.querySelector(`.baskets li[data-number="${number}"]`);
export const nameOf = (number) => { const row = rowOf(number); return row ? row.querySelector("b").textContent : ""; };

// ── Search: accents, capitals and the order of words do not matter.
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
  .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^a-z0-9]+/g, " ").trim();
const matches = (row, text) => {
  const { number, phones, names } = row.dataset;
  if (/^\d+$/.test(text)) return number.startsWith(text) || phones.split(" ").includes(text);
  return text.split(" ").every((word) => names.includes(word));
};
export const found = () => {
  const text = search ? plain(search.value) : "";
  const shown = text ? rows().filter((row) => matches(row, text)) : [];
  const exact = shown.filter((row) => row.dataset.number === text);
  return exact.length ? exact : shown;
};
const lists = () => all("[data-stand-list]");
const shownTab = () => (document.querySelector("[data-stand-tab][aria-current]") || { dataset: {} }).dataset.standTab || "a-servir";
export const showTab = (name) => {
  all("[data-stand-tab]").forEach((tab) => {
    if (tab.dataset.standTab === name) tab.setAttribute("aria-current", "true"); else tab.removeAttribute("aria-current");
  });
  lists().forEach((list) => { list.hidden = list.id !== name; });
};
export const filter = () => {
  if (!search) return;
  const text = plain(search.value);
  rows().forEach((row) => {
    const isHidden = Boolean(text) && !matches(row, text);
    if (row.hidden !== isHidden) row.hidden = isHidden;
  });
  if (!text) showTab(shownTab());
  else lists().forEach((list) => { list.hidden = !list.querySelector("li[data-number]:not([hidden])"); });
  const nothing = document.querySelector("[data-stand-nothing]");
  if (nothing) nothing.hidden = !text || lists().some((list) => !list.hidden);
};
export const clear = () => { if (search && search.value) { search.value = ""; filter(); } };

// ── Crates and counts.
const place = (row) => {
  const list = document.querySelector(`#${row.dataset.served === undefined ? "a-servir" : "servis"} .baskets`);
  if (!list || row.parentElement === list) return;
  const after = [...list.children].find((other) => Number(other.dataset.number) > Number(row.dataset.number));
  list.insertBefore(row, after || null);
};
export const count = () => {
  const total = rows().length, served = rows().filter((row) => row.dataset.served !== undefined).length;
  const write = (selector, text) => all(selector).forEach((element) => { if (element.textContent !== String(text)) element.textContent = text; });
  write("[data-stand-tab=a-servir] .num", total - served);
  write("[data-stand-tab=servis] .num", served);
  write("[data-served-count]", `${served} ${words(served > 1 ? "allServed" : "served")}`);
  const open = document.querySelector("[data-panel]:not([data-served])") ? 1 : 0;
  const crates = all(".stand-head .crates rect");  // two halves a crate
  crates.forEach((rect, at) => {
    const crate = Math.floor(at / 2);
    const kind = crate < served ? "served" : crate < served + open ? "now" : "";
    if ((rect.getAttribute("class") || "") !== kind) rect.setAttribute("class", kind);
  });
  lists().forEach((list) => {
    const none = list.querySelector("[data-stand-none]");
    if (none) none.hidden = Boolean(list.querySelector("li[data-number]"));
  });
  all("[data-stand-leave] span").forEach((span) => { span.textContent = total > served ? words("back", { count: total - served }) : words("stand"); });
};

// Shown as served at once; what the server says of it replaces this, or it is called back.
const before = new Map();  // number -> the row as the server gave it
export const serve = (number, cents) => {
  const row = rowOf(number);
  if (!row) return;
  if (row.dataset.waits === undefined) before.set(number, row.outerHTML);
  row.dataset.served = "";
  row.dataset.waits = "";
  row.querySelector("small").textContent = words("pending");
  const amount = row.querySelector("a > data");
  if (amount && cents) { amount.textContent = euros(cents); amount.value = (cents / 100).toFixed(2); }
  place(row);
  count();
};
export const takeBack = (number) => { if (before.has(number)) replace(number, before.get(number)); };
export const replace = (number, html) => {
  before.delete(number);
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.querySelector("li"), old = rowOf(number);
  if (!fresh) return;
  if (old) {
    if (old.querySelector("[aria-current]")) fresh.querySelector("a").setAttribute("aria-current", "true");
    const hasFocus = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (hasFocus) fresh.querySelector("a").focus({ preventScroll: true });
  }
  place(fresh);
};
export const remove = (number) => { const row = rowOf(number); if (row) row.remove(); };
export const showPresence = (presence) => {
  rows().forEach((row) => {
    const said = row.querySelector("[data-presence]"), text = presence[row.dataset.number];
    if (!said) return;
    said.hidden = !text;
    said.textContent = text ? `· ${text}` : "";
  });
  all("[data-panel] [data-presence]").forEach((said) => {
    const text = presence[said.closest("[data-panel]").dataset.panel];
    said.hidden = !text;
    said.querySelector("span").textContent = text || "";
  });
};
