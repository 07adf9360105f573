// A product that is missing, or in another quantity, while there is no network: the open basket follows at once.
import { lineTotal } from "./money.js";
import { fillLists, put } from "./panels.js";
import { recompute } from "./totals.js";

const quantity = (article, sent) => {
  const [product, wanted] = sent.split(":");
  const line = article.querySelector(`[data-product="${product}"]`);
  if (!line) return;
  const { price, estimated, quantity: before } = line.dataset, count = Number(wanted);
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

export const changeHere = (article, kind, fields) => {
  if (kind === "lines" && fields.quantity) quantity(article, fields.quantity);
  else if (kind === "missing") missing(article, fields.line || fields.here, Boolean(fields.line));
  else return;
  article.querySelectorAll("[data-list]").forEach((list) => list.replaceChildren());
  fillLists(article);
  recompute(article);
  const kept = article.cloneNode(true);
  kept.hidden = true;
  put(article.dataset.panel, kept.outerHTML);
};
