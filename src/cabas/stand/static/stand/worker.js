// The worker of one stand: opens its page without network, from what `kept.js` keeps. It sees this stand's addresses only.
"use strict";
const STAND = new URL(self.registration.scope).pathname;
const PANELS = `${STAND}paniers/`;
const PREFIX = "cabas.stand:";
const PATIENCE = 4000;
const AN_EVENING = 12 * 60 * 60 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (address.pathname === PANELS) event.respondWith(networkFirst(request, PANELS, !address.search));
  else if (request.mode !== "navigate") return;
  else if (isCounter(address.pathname)) event.respondWith(networkFirst(request, STAND, isList(address)));
  else event.respondWith(orBack(request));
});

// The other pages of the stand need the network: without it one comes back to the list.
const orBack = async (request) => {
  try { return await fetch(request); } catch (failure) {
    if (await nameHere()) return Response.redirect(STAND, 302);
    throw failure;
  }
};

const isCounter = (path) => path === STAND || /^\d+\/$/.test(path.slice(STAND.length));  // a basket's own page too
const isList = (address) => address.pathname === STAND && !address.search;

// One cache, of one person: `kept.js` and `ui/device.js` see to it.
const nameHere = async () => (await caches.keys()).find((name) => name.startsWith(PREFIX) && name.endsWith(`:${STAND}`));

const asset = async (request) => {
  const name = await nameHere();
  const kept = name && (await (await caches.open(name)).match(request, { ignoreVary: true }));
  return kept || fetch(request);
};

const networkFirst = async (request, place, isToKeep) => {
  const name = await nameHere();
  const kept = name && (await fresh(name, place));
  try {
    const response = await soon(fetch(request), kept);
    if (isShut(response)) await forget();
    else if (name && isToKeep && response.ok) await renew(name, place, response.clone());
    return response;
  } catch (failure) {
    if (kept) return kept;
    throw failure;
  }
};

// With a copy at hand nobody waits for a network that does not answer.
const soon = (asked, kept) => (kept
  ? Promise.race([asked, new Promise((_, refuse) => setTimeout(() => refuse(new Error("no answer")), PATIENCE))])
  : asked);

const isShut = (response) => response.type === "opaqueredirect" || [403, 404, 410].includes(response.status);

const fresh = async (name, place) => {
  const kept = await (await caches.open(name)).match(place, { ignoreVary: true });
  if (!kept) return undefined;
  if (Date.now() - Number(kept.headers.get("X-Kept-At")) < AN_EVENING) return kept;
  await forget();
  return undefined;
};

const renew = async (name, place, response) => {
  const text = await response.text();
  const person = name.slice(PREFIX.length).split(":")[0];
  if (place === STAND && !text.includes(`data-person="${person}"`)) { await forget(); return; }
  const headers = new Headers(response.headers);
  headers.set("X-Kept-At", String(Date.now()));
  const cache = await caches.open(name);
  await cache.put(place, new Response(text, { status: 200, headers }));
};

const forget = async () => {
  const name = await nameHere();
  if (name) await caches.delete(name);
};
