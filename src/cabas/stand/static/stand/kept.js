// What this browser keeps of a stand, so that it opens without network: its page, its panels and what they are made of,
// for one person and one evening. ui/device.js lets go of it when somebody signs out or another person signs in.
import { asServed } from "./as_served.js";
import { outbox } from "./outbox.js";
import { fetching } from "./panels.js";

const place = document.querySelector("meta[name=stand-offline]");
const PREFIX = "cabas.stand:";

const isSecure = () => Boolean(window.isSecureContext && "caches" in window && navigator.serviceWorker);
const nameOf = ({ person, stand }) => `${PREFIX}${person}:${stand}`;

const keptAt = async (response) => {
  const headers = new Headers(response.headers);
  headers.set("X-Kept-At", String(Date.now()));
  return new Response(await response.blob(), { status: response.status, headers });
};
const assets = () => [...new Set(performance.getEntriesByType("resource").map((entry) => entry.name))]
  .filter((address) => new URL(address).origin === location.origin && new URL(address).pathname.startsWith("/static/"));

const LATELY = 60000;

// What the worker has just renewed is not asked for again.
const keepPage = async (cache, address, here) => {
  const kept = await cache.match(address);
  if (kept && Date.now() - Number(kept.headers.get("X-Kept-At")) < LATELY) return;
  const came = !kept && (await here());  // with nothing kept it came from the server
  const response = came || (await fetch(address, { credentials: "same-origin", redirect: "error" }));
  if (response.ok) await cache.put(address, await keptAt(response));
};
const panelsHere = async () => {
  const response = await fetching;
  return response && response.clone();
};
const pageHere = async () => {
  const panels = asServed && asServed.address === place.dataset.stand ? await panelsHere() : null;
  return panels && new Response(asServed.html, { headers: panels.headers });  // both come with the same rules
};

const keepAll = async () => {
  await navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.stand });
  const name = nameOf(place.dataset);
  const others = (await caches.keys()).filter((each) => each.startsWith(PREFIX) && each !== name);
  await Promise.all(others.map((each) => caches.delete(each)));
  const cache = await caches.open(name);
  await Promise.all([keepPage(cache, place.dataset.stand, pageHere), keepPage(cache, place.dataset.panels, panelsHere)]);
  await Promise.all(assets().map(async (address) => (await cache.match(address)) || cache.add(address)));
  document.documentElement.dataset.kept = "yes";
};
export const keep = async () => {
  if (!place || !isSecure()) return;
  try { await keepAll(); } catch { /* no network: what was kept before stays */ }
};

export const letGo = async () => {
  if (!isSecure()) return;
  const names = (await caches.keys()).filter((each) => each.startsWith(PREFIX));
  await Promise.all(names.map((each) => caches.delete(each)));
};

outbox.addEventListener("closed", letGo);
