// While money is counted, the page says how far it is from what is expected; the server says it again, and keeps it.
import { parseAmount } from "../stand/weights.js";
import { signed } from "../stand/words.js";

const centsOf = (field) => (field && field.value.trim() ? parseAmount(field.value.replace(/€\s*$/, "")) : 0);

// What is typed there more than expected, below zero less; null where nothing is typed, or no amount.
const gapOf = (box) => {
  const [counted, float] = ["counted", "float"].map((part) => box.querySelector(`[name="${box.dataset[part]}"]`));
  const found = counted.value.trim() ? centsOf(counted) : null, begun = centsOf(float);
  return found === null || begun === null ? null : found - begun - Number(box.dataset.expected);
};

const say = (box) => {
  const said = box.querySelector("output"), before = box.querySelector(".state:not(output)"), gap = gapOf(box);
  if (before) before.hidden = true;
  said.hidden = gap === null;
  said.classList.toggle("doit", Boolean(gap));
  said.classList.toggle("a-jour", gap === 0);
  said.textContent = gap === null ? "" : box.dataset.words.replace("{gap}", gap ? signed(gap) : "0");
};

document.querySelectorAll("[data-expected]").forEach((box) => box.addEventListener("input", () => say(box)));
