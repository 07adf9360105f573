// The open basket's total follows what is typed, on the phone itself: the same as dues.py.
import { euros } from "./money.js";
import { parseAmount, read } from "./weights.js";
import { piece, signed, words, write } from "./words.js";

const lines = (article) => [...article.querySelectorAll("[data-line]")];

// What is to take: { total, due, debt, withDebt, credit, isAbout }.
export const owed = (article) => {
  const { before, settled, total, cagnotte, undebited } = article.dataset;
  const reads = lines(article).map((line) => (line.dataset.missing === undefined ? read(line) : { total: 0 }));
  const cost = lines(article).length ? reads.reduce((sum, each) => sum + each.total, 0) : Number(total);
  const balance = Number(before) + Number(settled) - cost;
  const owes = undebited === undefined ? Math.max(0, -balance) : 0;
  const unpaid = cagnotte === undefined ? Math.max(0, cost - Number(settled)) : 0;
  const due = Math.min(unpaid, owes);
  const debt = owes - due;
  const credit = Math.max(0, cost - Number(settled) - due);
  return { total: cost, due, debt, withDebt: due + debt, credit, isAbout: due > 0 && reads.some((each) => each.isAbout) };
};

// The first line that cannot be recorded as it is typed.
export const unsound = (article) => lines(article).find((line) => {
  const { fault, question, grams } = read(line);
  const box = line.querySelector("[data-confirms]");
  return fault || (question && !(box && box.checked && box.value === String(grams)));
});

const showLine = (line) => {
  const typed = line.dataset.missing === undefined ? read(line) : { total: 0 };
  const cost = line.querySelector("[data-cost]");
  if (cost) write(cost, `${typed.isAbout ? "≈\u00a0" : ""}${euros(typed.total)}`, typed.total);
  const field = line.querySelector("[data-weight]");
  if (!field) return;
  const unit = line.querySelector("[data-unit]"), box = line.querySelector("[data-label]");
  unit.textContent = box && box.checked ? "€" : "g";
  field.classList.toggle("is-invalid", Boolean(typed.fault || typed.question));
  if (typed.fault) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
  showFault(line, typed);
};
const showFault = (line, { fault, question, grams }) => {
  const place = line.querySelector("[data-fault-of]");
  const said = fault || (question ? `${question} ${grams}` : "");
  if (place.dataset.said === said) return;
  place.dataset.said = said;
  place.replaceChildren();
  if (fault) {
    const shown = piece("fault");
    shown.textContent = fault;
    place.append(shown);
  } else if (question) {
    const shown = piece("far-off"), box = shown.querySelector("input");
    box.name = `confirmed-${line.dataset.line}`;
    box.value = String(grams);
    shown.querySelector("span").textContent = question;
    place.append(shown);
  }
};

export const recompute = (article) => {
  lines(article).forEach(showLine);
  const now = owed(article);
  const isShown = {
    due: now.due > 0, nothing: !now.due, credit: now.credit > 0, later: now.due > Number(article.dataset.left),
    explained: now.credit > 0 || Number(article.dataset.settled) > 0,
  };
  article.querySelectorAll("[data-if]").forEach((place) => { place.hidden = !isShown[place.dataset.if]; });
  const amounts = { due: now.due, debt: now.debt, with_debt: now.withDebt, total: now.total, credit: -now.credit };
  article.querySelectorAll("[data-amount]").forEach((place) => {
    const cents = amounts[place.dataset.amount];
    if (cents === undefined) return;
    const text = place.dataset.amount === "credit" ? signed(cents) : euros(cents);
    write(place, `${now.isAbout && place.closest("#to-cash") ? "≈\u00a0" : ""}${text}`, cents);
  });
  for (const [name, cents] of [["seen", now.due], ["seen_with_debt", now.withDebt]]) {
    const field = article.querySelector(`[name=${name}]`);
    if (field) field.value = String(cents);
  }
  change(article, now);
  return now;
};

// ── The cash pad: what is given, what is handed back, or kept on the account.
export const asked = (article, now = owed(article)) => {
  const alone = article.querySelector("[data-alone]");
  return alone && alone.checked ? now.due : now.withDebt;
};
const change = (article, now) => {
  const field = article.querySelector("#amount"), place = article.querySelector("[data-change]");
  if (!field || !place) return;
  const given = parseAmount(field.value), wanted = asked(article, now);
  const back = given !== null && given > wanted && wanted > 0 ? given - wanted : 0;
  place.hidden = !back;
  write(place.querySelector("[data-amount]"), euros(back), back);
  const give = article.querySelector("[data-give-back]"), keep = article.querySelector("[data-keep] > span");
  give.hidden = !back;
  give.querySelector("span").textContent = words("giveBack", { amount: euros(wanted), change: euros(back) });
  keep.dataset.label = keep.dataset.label || keep.textContent;
  keep.parentElement.classList.toggle("across", back > 0);
  keep.textContent = back ? words("keep", { change: euros(back) }) : keep.dataset.label;
};
export const give = (article, euroCount) => {  // notes add up: 20 + 20 is 40
  const field = article.querySelector("#amount");
  const before = parseAmount(field.value) || 0;
  const cents = before + euroCount * 100;
  field.value = cents % 100 ? (cents / 100).toFixed(2).replace(".", ",") : String(cents / 100);
};
