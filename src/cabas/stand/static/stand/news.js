// Several phones at one stand: what the others did is fetched every ten seconds, and who has which basket open is told.
import { apply } from "./acting.js";
import { heard, outbox, shut } from "./outbox.js";
import { changed, openedNumber } from "./panels.js";
import { showPresence } from "./rows.js";

const EVERY = 10000, PRESENCE_EVERY = 20000, PATIENCE = 8000;
const main = document.querySelector("main[data-stand]");
const marks = new Map();
let presence = {};
let isAsking = false;
let toldAt = 0;

const learn = (mark) => (mark || "").split(".").filter(Boolean).forEach((part) => {
  const [number, digest] = part.split("~");
  marks.set(Number(number), digest);
});
document.addEventListener("stand:mark", ({ detail }) => learn(detail));

export const ask = async () => {
  if (isAsking || document.hidden) return;
  isAsking = true;
  const mark = [...marks].map(([number, digest]) => `${number}~${digest}`).join(".");
  try {
    const response = await fetch(`${main.dataset.news}?depuis=${mark}`, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok && !response.redirected) {
      heard(true);
      const news = await response.json();
      (news.gone || []).forEach((number) => marks.delete(number));
      if (news.mark || news.gone.length) apply(news);
      presence = news.presence;
      showPresence(presence);
    } else if (response.redirected || [403, 404, 410].includes(response.status)) await shut();
  } catch { heard(false); }
  isAsking = false;
};

const tell = async () => {
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
  const here = openedNumber();
  toldAt = Date.now();
  try {
    await fetch(main.dataset.presence, {
      method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ basket: here === null ? "" : String(here) }), signal: AbortSignal.timeout(PATIENCE),
    });
  } catch { /* nobody is told; nothing else is lost */ }
};

export const start = () => {
  learn(main.dataset.mark);
  for (const name of ["opened", "closed", "renewed"]) changed.addEventListener(name, () => showPresence(presence));
  for (const name of ["opened", "closed"]) changed.addEventListener(name, tell);
  window.addEventListener("focus", ask);
  const timer = setInterval(() => {
    ask();
    if (openedNumber() !== null && !document.hidden && Date.now() - toldAt > PRESENCE_EVERY) tell();
  }, EVERY);
  if (openedNumber() !== null) tell();
  outbox.addEventListener("closed", () => {
    clearInterval(timer);
    window.removeEventListener("focus", ask);
  });
};
