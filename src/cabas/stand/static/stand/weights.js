// A weight as it is typed: grams, comma or point, kg, « 120+105 »; or the price on a label. The same as weights_typed.py.
import { lineTotal } from "./money.js";
import { grams as said, words } from "./words.js";

const GRAMS_MAX = 1000000, FAR_OFF_PERCENT = 30;
const WEIGHING = /^(\d{1,7})(?:[.,](\d{0,3}))?(kg|g)?$/i;
const AMOUNT = /^(\d{1,12})(?:[.,](\d{1,2}))?€?$/;

// Cents, or null where the text is no amount.
export const parseAmount = (text) => {
  const written = AMOUNT.exec(text.replace(/\s/g, ""));
  return written ? Number(written[1]) * 100 + Number((written[2] || "").padEnd(2, "0")) : null;
};

const thousandths = (part) => {  // of a gram, so that nothing is lost before the one rounding
  const written = WEIGHING.exec(part);
  if (!written) return null;
  const weight = Number(written[1]) * 1000 + Number((written[2] || "").padEnd(3, "0"));
  return /kg/i.test(written[3] || "") ? weight * 1000 : weight;
};

// { grams } or { fault }.
export const parseWeight = (text) => {
  const parts = text.replace(/\s/g, "").split("+").map(thousandths);
  const unreadable = { fault: words("unreadable", { text: text.trim() }) };
  if (parts.some((part) => part === null)) return unreadable;
  const weight = Math.floor((parts.reduce((sum, part) => sum + part, 0) + 500) / 1000);
  if (weight > GRAMS_MAX) return unreadable;
  return weight ? { grams: weight } : { fault: words("nothing") };
};

const parseLabel = (text, price) => {
  const label = parseAmount(text.replace(/€\s*$/, ""));
  if (label === null) return { fault: words("labelUnreadable", { text: text.trim() }) };
  const weight = label && price ? Math.max(1, Math.floor((label * 2000 + price) / (2 * price))) : 0;
  return weight && weight <= GRAMS_MAX ? { grams: weight, label } : { fault: words("labelNothing") };
};

// What a line comes to with what is typed in it: { total, isAbout, fault, question, grams }.
export const read = (line) => {
  const field = line.querySelector("[data-weight]");
  const { price, estimated, total } = line.dataset;
  const text = field ? field.value.trim() : "";
  if (!text) return { total: Number(total), isAbout: Boolean(field) && !line.dataset.grams };
  const box = line.querySelector("[data-label]");
  const isLabel = text.endsWith("€") || Boolean(box && box.checked);
  const typed = isLabel ? parseLabel(text, Number(price)) : parseWeight(text);
  if (typed.fault) return { total: Number(total), isAbout: !line.dataset.grams, ...typed };
  const cost = typed.label ?? lineTotal(Number(price), typed.grams);
  const isSaved = field.value === field.defaultValue && (!box || box.checked === box.defaultChecked);
  const isFar = !isSaved && Number(estimated) > 0
    && Math.abs(typed.grams - Number(estimated)) * 100 > FAR_OFF_PERCENT * Number(estimated);
  const question = isFar ? words("farOff", { typed: said(typed.grams), ordered: said(Number(estimated)) }) : "";
  return { total: cost, isAbout: false, question, ...typed };
};
