// What was changed in a basket and waits for the network: a quantity, a missing product, a weight. The open basket shows it
// whenever it is opened, from the acts that wait; done twice it is done once.
import { lineTotal } from "./money.js";
import { fillLists } from "./panels.js";
import { recompute } from "./totals.js";

const quantity = (article, sent) => {
  const [product, wanted] = sent.split(":");
  const line = article.querySelector(`[data-product="${product}"]`);
  if (!line) return;
  const { price, estimated, quantity: before } = line.dataset, count = Number(wanted);
  if (Number(before) === count) return;
  line.dataset.quantity = String(count);
  line.hidden = !count;
  if (estimated === undefined) { line.dataset.total = String(lineTotal(Number(price), 0, count)); return; }
  const portions = Number(before) ? (Number(estimated) / Number(before)) * count : Number(estimated);
  Object.assign(line.dataset, { estimated: String(portions), grams: "", total: String(lineTotal(Number(price), portions)) });
  line.querySelector("[data-weight]").value = "";
};
const missing = (article, id, isMissing) => {
  const line = article.querySelector(`[data-line="${id}"]`);
  if (!line) return;
  if (isMissing) line.dataset.missing = ""; else delete line.dataset.missing;
  line.querySelectorAll("input").forEach((field) => { field.disabled = isMissing; });  // its weight is not sent
};

const weighed = (article, fields) => {  // as if it were saved; what was typed since stays
  for (const line of article.querySelectorAll("[data-line]")) {
    const field = line.querySelector("[data-weight]"), box = line.querySelector("[data-label]");
    const text = field && fields[field.name];
    if (!text || field.value !== field.defaultValue) continue;
    field.defaultValue = text;
    field.value = text;
    if (box) { box.defaultChecked = Boolean(fields[box.name]); box.checked = box.defaultChecked; }
  }
};

export const changeHere = (article, kind, fields) => {
  if (kind === "lines" && fields.quantity) quantity(article, fields.quantity);
  else if (kind === "missing") missing(article, fields.line || fields.here, Boolean(fields.line));
  else if (kind === "weighings") weighed(article, fields);
  else return;
  article.querySelectorAll("[data-list]").forEach((list) => list.replaceChildren());
  fillLists(article);
  recompute(article);
};
