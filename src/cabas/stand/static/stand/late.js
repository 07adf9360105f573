// A pass that ended at midnight: what still waits on this phone goes, and nothing of the stand is shown.
import { outbox, pending, start } from "./outbox.js";

const line = document.querySelector("[data-late]");
let hasWaited = false;

outbox.addEventListener("changed", ({ detail: { count, closed } }) => {
  if (closed) return;
  hasWaited = hasWaited || count > 0;
  line.hidden = !hasWaited;
  const said = { 0: line.dataset.none, 1: line.dataset.one }[count] || line.dataset.many.replace("{count}", String(count));
  if (line.textContent !== said) line.textContent = said;
});
outbox.addEventListener("closed", async () => {  // done after midnight: it cannot go any more, and is not lost
  const numbers = (await pending()).map((act) => act.basket);
  line.hidden = !numbers.length;
  line.textContent = line.dataset.refused.replace("{numbers}", numbers.join(", "));
});
start();
