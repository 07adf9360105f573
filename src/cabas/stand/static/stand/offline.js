// The stand says in words whether it is online and how many acts wait; it warns before one leaves with some of them.
import { keep } from "./kept.js";
import { outbox, pending, start } from "./outbox.js";
import { euros } from "./money.js";

const place = document.querySelector("meta[name=stand-offline]");
const line = document.querySelector("[data-network]");
const said = document.getElementById("stand-offline-words").dataset;
const told = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_all, part) => parts[part]);
let count = 0;

const words = ({ online, closed }) => {
  if (closed) return ["closed", said.closed];
  if (count) return ["pending", told(said.waiting, { count })];
  return online ? ["online", said.online] : ["offline", said.offline];
};
const explained = ({ online, closed }) => {
  if (!count || online || closed) return "";
  return told(count > 1 ? said.goOnMany : said.goOnOne, { count });
};
outbox.addEventListener("changed", ({ detail }) => {
  count = detail.count;
  document.documentElement.toggleAttribute("data-offline", !detail.online);
  if (!line) return;
  const [state, sentence] = words(detail);
  line.hidden = false;
  line.dataset.network = state;
  line.title = explained(detail);
  if (line.textContent !== sentence) line.textContent = sentence;
  const more = document.querySelector("[data-network-more]");
  if (more) { more.textContent = explained(detail); more.hidden = !more.textContent; }
});

// Who may no longer stand here keeps nothing to look at; what could not be sent is said, so that it can be written down.
outbox.addEventListener("closed", async () => {
  const left = await pending();
  const main = document.getElementById("contenu");
  if (!main) return;
  const notice = document.createElement("div");
  notice.className = "notice doit";
  notice.setAttribute("role", "alert");
  const text = document.createElement("div");
  text.className = "stack stack-s";
  const sentence = document.createElement("p");
  sentence.textContent = [said.shut, said.shutOne, said.shutMany][Math.min(left.length, 2)];
  const list = document.createElement("ul");
  for (const act of left) {
    const item = document.createElement("li");
    item.textContent = told(said.basket, { number: act.basket, what: wordsOf(act) });
    list.append(item);
  }
  const again = document.createElement("p");
  const link = document.createElement("a");
  link.className = "btn";
  link.href = place.dataset.stand;
  link.textContent = said.again;
  again.append(link);
  text.append(sentence, list, again);
  notice.append(text);
  main.replaceChildren(notice, ...main.querySelectorAll("template"));  // who still answers finds its words
});
const wordsOf = ({ kind, fields, shown, made_at: madeAt }) => {
  const means = said[fields.other_means || fields.give_back || fields.means_with_debt || fields.means];
  const amount = fields.other_means ? `${fields.amount}\u00a0€` : shown === null ? "" : euros(shown);
  const at = new Date(madeAt);
  const hour = `${at.getHours()}\u00a0h\u00a0${String(at.getMinutes()).padStart(2, "0")}`;
  return [kind === "receipts" && means ? `${means} ${amount}` : said[kind] || kind, hour].join(", ");
};

window.addEventListener("beforeunload", (event) => { if (count) event.preventDefault(); });
window.addEventListener("storage", (event) => { if (event.key === "cabas.person") location.reload(); });

start();
if (document.readyState === "complete") keep(); else window.addEventListener("load", () => keep());
