// The stand says in words whether it is online and how many acts wait; it warns before one leaves with some of them.
import { keep } from "./kept.js";
import { outbox, pending, start } from "./outbox.js";
import { euros } from "./money.js";

const place = document.querySelector("meta[name=stand-offline]");
const line = document.querySelector("[data-network]");
let count = 0;

const words = ({ online, closed }) => {
  if (closed) return ["closed", `○ cet appareil n’est plus connecté au stand`];
  if (count) return ["pending", `◐ ${count} en attente d’envoi`];
  return online ? ["online", "● en ligne"] : ["offline", "○ hors ligne, vous pouvez continuer"];
};
const explained = ({ online, closed }) => {
  if (!count || online || closed) return "";
  const acts = count > 1 ? `${count} opérations partiront` : "1 opération partira";
  return `Pas de réseau. Vous pouvez continuer\u202f: ${acts} dès le retour du réseau.`;
};
outbox.addEventListener("changed", ({ detail }) => {
  count = detail.count;
  if (!line) return;
  const [state, said] = words(detail);
  line.hidden = false;
  line.dataset.network = state;
  line.title = explained(detail);
  if (line.textContent !== said) line.textContent = said;
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
  const said = document.createElement("div");
  said.className = "stack stack-s";
  const sentence = document.createElement("p");
  sentence.textContent = `Cet appareil n’est plus connecté au stand${TO_DO[Math.min(left.length, 2)]}`;
  const list = document.createElement("ul");
  for (const act of left) {
    const item = document.createElement("li");
    item.textContent = `Panier n° ${act.basket}\u202f: ${wordsOf(act)}`;
    list.append(item);
  }
  const again = document.createElement("p");
  const link = document.createElement("a");
  link.className = "btn";
  link.href = place.dataset.stand;
  link.textContent = "Se reconnecter";
  again.append(link);
  said.append(sentence, list, again);
  notice.append(said);
  main.replaceChildren(notice, ...main.querySelectorAll("template"));  // who still answers finds its words
});
const TO_DO = [
  ".",
  "\u202f: cette opération attend. Reconnectez-vous sous le même nom pour l’envoyer, ou notez-la pour la coordination.",
  "\u202f: ces opérations attendent. Reconnectez-vous sous le même nom pour les envoyer, ou notez-les pour la coordination.",
];
const KINDS = { receipts: "encaissement", servings: "servi", weighings: "pesée", lines: "quantité", missing: "manquant", notes: "note", undoing: "annulation" };
const MEANS = { cheque: "chèque", cash: "espèces", terminal: "carte", transfer: "virement" };
const wordsOf = ({ kind, fields, shown, made_at: madeAt }) => {
  const means = MEANS[fields.other_means || fields.give_back || fields.means_with_debt || fields.means];
  const amount = fields.other_means ? `${fields.amount}\u00a0€` : shown === null ? "" : euros(shown);
  const at = new Date(madeAt);
  const hour = `${at.getHours()}\u00a0h\u00a0${String(at.getMinutes()).padStart(2, "0")}`;
  return [kind === "receipts" && means ? `${means} ${amount}` : KINDS[kind] || kind, hour].join(", ");
};

window.addEventListener("beforeunload", (event) => { if (count) event.preventDefault(); });
window.addEventListener("storage", (event) => { if (event.key === "cabas.person") location.reload(); });

start();
if (document.readyState === "complete") keep(); else window.addEventListener("load", () => keep());
