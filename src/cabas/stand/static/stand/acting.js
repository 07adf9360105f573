// A button of a basket becomes an act of the outbox: shown as done at once, answered by the server, undone from its toast.
import { euros } from "./money.js";
import { changeHere } from "./changed_here.js";
import { cancel, outbox, pending, submit } from "./outbox.js";
import { close, drop, forget, open, opened, openedNumber, put, renew } from "./panels.js";
import { count, nameOf, remove, replace, rowOf, serve, takeBack } from "./rows.js";
import { owed, recompute, unsound } from "./totals.js";
import { parseAmount } from "./weights.js";
import { piece, words } from "./words.js";

const KINDS = {
  encaissement: "receipts", service: "servings", pesee: "weighings", lignes: "lines", manquants: "missing",
  note: "notes", annulation: "undoing", adhesion: "fees",
};
const SERVING = new Set(["receipts", "servings"]);
const LEAVING = new Set(["receipts", "servings", "weighings"]);
export const kindOf = (address) => KINDS[address.replace(/[?#].*$/, "").split("/").filter(Boolean).pop()];

let last = null;  // how the last act is undone
export const undoLast = () => { const undo = last; last = null; if (undo) undo(); return Boolean(undo); };

// ── From the form to the act.
const fieldsOf = (form, button) => {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !["csrfmiddlewaretoken", "key", "produit"].includes(name)) fields[name] = value;
  }
  if (button && button.name) fields[button.name] = button.value;
  return fields;
};
const shownOf = (article, kind, fields) => {
  const now = owed(article);
  if (kind === "receipts" && (fields.means_with_debt || (fields.give_back && !fields.alone))) return now.withDebt;
  return now.due;
};
const isDirty = (article) => [...article.querySelectorAll("[data-weight], [data-label]")]
  .some((field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));

export const act = (article, form, button) => {
  const kind = kindOf((button && button.getAttribute("formaction")) || form.action);
  const number = Number(article.dataset.panel);
  if (button && button.name === "preview") return recompute(article);
  if (kind === "weighings" && !isDirty(article)) return close();
  const line = LEAVING.has(kind) && unsound(article);
  if (line) return ask(line);
  const fields = fieldsOf(form, button);
  if ((fields.other_means || fields.give_back) && parseAmount(fields.amount) === null) return askAmount(article);
  const shown = shownOf(article, kind, fields);
  const was = rowOf(number) && rowOf(number).dataset.served !== undefined;
  const name = nameOf(number);
  if (SERVING.has(kind) && !was) serve(number, kind === "receipts" ? shown : 0);
  if (LEAVING.has(kind)) close();
  return send({ kind, basket: number, fields, shown }, name);
};
const ask = (line) => {
  const name = line.dataset.name;
  window.cabas.alarm(words("check", { product: name }));
  const box = line.querySelector("[data-confirms]"), field = line.querySelector("[data-weight]");
  (box || field).focus();
};
const askAmount = (article) => {
  const field = article.querySelector("#amount");
  window.cabas.alarm(words("labelUnreadable", { text: field.value.trim() }));
  field.focus();
};

const send = async (what, name) => {
  const answer = await submit(what);
  if (answer.outcome === "closed") return undefined;  // the page says what waits
  if (answer.outcome === "pending") return waits(answer.key, what, name);
  return answered(what.basket, name, answer);
};

// ── What the server said.
const answered = (number, name, { outcome, words: said, undo, refusal, news }) => {
  if (news) apply(news, { typedKept: outcome === "refused" ? null : number });
  if (outcome === "refused") return refuse(number, name, said, refusal);
  if (!said) return undefined;
  const take = undo && (() => send({ kind: undo.kind, basket: number, fields: undo.fields }, name));
  return toast(`${name}\u202f: ${said}`, take);
};
const waits = (key, { basket, kind }, name) => {
  toast(`${name}\u202f: ${words("pending")}`, () => callOff(key, basket, name));
  if (openedNumber() === basket) showWaiting();
  if (!SERVING.has(kind)) return;
  count();
};
const callOff = async (key, number, name) => {
  if (!(await cancel(key))) { toast(words("tooLate")); return; }
  const still = (await pending()).some(({ basket, kind }) => basket === number && SERVING.has(kind));
  if (!still) takeBack(number);
  count();
  open(number);
  toast(`${name}\u202f: ${words("calledOff")}`);
};

export const apply = (news, { typedKept = null } = {}) => {
  document.dispatchEvent(new CustomEvent("stand:mark", { detail: news.mark }));
  for (const [number, html] of Object.entries(news.panels || {})) put(number, html);
  for (const [number, html] of Object.entries(news.rows || {})) replace(Number(number), html);
  for (const number of news.gone || []) { drop(number); remove(number); }
  const here = openedNumber();
  if (here !== null && news.panels && news.panels[here]) renew(here, { keepsTyped: typedKept !== here || !isDone() });
  if (here !== null && (news.gone || []).includes(here)) close();
  count();
  showRowsWaiting();
};
const isDone = () => { const article = opened(); return Boolean(article) && article.dataset.served !== undefined; };

const refuse = (number, name, sentence, refusal) => {
  const notice = piece("refusal");
  notice.querySelector("p").textContent = `${number} ${name}\u202f: ${sentence}`;
  const besides = notice.querySelector("[data-besides]");
  if (refusal && refusal.besides) {
    besides.hidden = false;
    besides.querySelector("span").textContent = euros(Math.round(Number(refusal.besides.fields.amount) * 100));
    besides.addEventListener("click", () => { notice.remove(); send({ ...refusal.besides, basket: number, shown: null }, name); });
  }
  notice.querySelector("[data-opens-basket]").addEventListener("click", () => { notice.remove(); open(number); });
  const region = document.getElementById("alerts");
  if (openedNumber() === null) open(number);
  region.append(notice);
  region.scrollIntoView({ block: "nearest" });
};

export const toast = (text, undo = null) => {
  const shown = piece("toast"), button = shown.querySelector("[data-undo]");
  shown.querySelector("span").textContent = text;
  last = undo;
  if (undo) {
    button.hidden = false;
    shown.querySelector("[data-close-toast]").remove();
    button.addEventListener("click", () => { shown.remove(); if (last === undo) last = null; undo(); });
  }
  document.getElementById("toasts").replaceChildren();
  window.cabas.show(shown);
};

// ── What still waits is said on its row and in its basket, where it can be called back.
const showRowsWaiting = async () => {
  for (const { basket, kind } of await pending()) if (SERVING.has(kind) && rowOf(basket)) serve(basket, 0);
};
export const showWaiting = async () => {
  const article = opened();
  if (!article) return;
  const number = Number(article.dataset.panel), name = nameOf(number);
  const waiting = (await pending()).filter((each) => each.basket === number && each.was_offline);
  if (opened() !== article) return;
  article.querySelectorAll("[data-waiting]").forEach((notice) => notice.remove());
  waiting.forEach(({ kind, fields }) => changeHere(article, kind, fields));
  waiting.forEach((each) => {
    const notice = piece("waiting");
    notice.querySelector("p").textContent = `${each.shown && each.kind === "receipts" ? `${euros(each.shown)}, ` : ""}${words("pending")}`;
    notice.querySelector("[data-calls-off]").addEventListener("click", () => callOff(each.key, number, name));
    article.prepend(notice);
  });
  const means = article.querySelector("#means");
  if (means) means.hidden = waiting.some(({ kind }) => SERVING.has(kind));
};

outbox.addEventListener("answered", ({ detail }) => {
  if (detail.wasAwaited) return;  // its own promise says it
  answered(detail.act.basket, nameOf(detail.act.basket), { ...detail.answer, news: detail.news });
});
outbox.addEventListener("closed", () => {
  last = null;
  forget();
  document.getElementById("toasts").replaceChildren();
});
export const start = () => { showRowsWaiting(); };
