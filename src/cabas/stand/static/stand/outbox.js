// What is done at the stand waits in this browser until the server has answered: each act has its own key, and is sent
// in its order. Nothing is lost by a reload. What waits is sealed for the person who did it, where the page is secure.
import { createStore, del, entries, set } from "./vendor/idb-keyval.js";

const BATCH = 25;
const PATIENCE = 4000;  // after that an act counts as done without network, and waits
const PATIENCE_FOR_MANY = 15000;
const EVERY = 15000;
const PENDING = "cabas.pending";  // how many wait, by person: signing out asks before it leaves them

const place = document.querySelector("meta[name=stand-offline]");
const { person, seal, acts: address } = place ? place.dataset : {};
const store = createStore("cabas.stand", "acts");
const stand = address || "";
const isSecure = Boolean(window.isSecureContext && window.crypto && crypto.subtle);

export const outbox = new EventTarget();
let isOnline = navigator.onLine;
let isClosed = false;  // signed out, another person, or a link that opens no more: nothing is sent, nothing is lost
let token = null;
let flushing = null;
const waiting = new Map();

const newKey = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte, at) => ([4, 6, 8, 10].includes(at) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
};

// ── Sealed: only a page of the same person, from the server or from this stand's own cache, holds the key.
let sealing = null;
const sealingKey = () => {
  const raw = () => Uint8Array.from(atob(seal), (letter) => letter.charCodeAt(0));
  sealing = sealing || crypto.subtle.importKey("raw", raw(), "AES-GCM", false, ["encrypt", "decrypt"]);
  return sealing;
};
const sealed = async (act) => {
  if (!isSecure) return { plain: act };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(act));
  return { iv, text: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealingKey(), text) };
};
const unsealed = async ({ plain, iv, text }) => {
  if (plain) return plain;
  const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await sealingKey(), text);
  return JSON.parse(new TextDecoder().decode(bytes));
};

// ── Kept: one record an act, in the order of their numbers. Where the browser keeps nothing, this page does until it closes.
let last = 0;
const unkept = new Map();
const nextNumber = () => { last = Math.max(last + 1, Date.now()); return String(last).padStart(16, "0"); };
const idOf = ({ number, act }) => `${number}.${act.key}`;
const rows = async () => { try { return await entries(store); } catch { return []; } };
const keep = async (record) => {
  try { await set(idOf(record), { person, stand, ...(await sealed(record.act)) }, store); } catch { unkept.set(idOf(record), record); }
};
const forget = async (record) => {
  if (!unkept.delete(idOf(record))) await del(idOf(record), store);
};
const records = async () => {
  const found = [...unkept.values()];
  for (const [id, row] of await rows()) {
    if (row.person !== person || row.stand !== stand) continue;
    try {
      found.push({ number: id.split(".")[0], act: await unsealed(row) });
    } catch { /* sealed before the key of the installation was changed: kept, not read */ }
  }
  return found.sort((one, other) => (one.number < other.number ? -1 : 1));
};
const changed = async () => {
  const mine = (await rows()).filter(([, row]) => row.person === person);
  try { localStorage.setItem(PENDING, JSON.stringify({ person, count: mine.length })); } catch { /* private window */ }
  const count = mine.filter(([, row]) => row.stand === stand).length + unkept.size;
  outbox.dispatchEvent(new CustomEvent("changed", { detail: { count, online: isOnline, closed: isClosed } }));
};

// ── Asked by the page.
export const pending = async () => (await records()).map((record) => record.act);

export const submit = async ({ kind, basket, fields = {}, shown = null }) => {
  const act = { key: newKey(), basket: Number(basket), kind, fields, shown, made_at: new Date().toISOString(), was_offline: false };
  const record = { number: nextNumber(), act };
  await keep(record);
  const answered = new Promise((resolve) => waiting.set(act.key, resolve));
  await changed();
  flush();
  return answered;
};

export const cancel = async (key) => {  // one that is on its way is not called back
  if (waiting.has(key) || flushing) return false;
  const record = (await records()).find((each) => each.act.key === key);
  if (!record || record.act.may_have_arrived) return false;  // nor is one whose answer may have got lost
  await forget(record);
  await changed();
  return true;
};

export const heard = (online) => {  // whoever else asked the server something says whether it answered
  if (online === isOnline) return;
  isOnline = online;
  changed();
  if (online) flush();
};

// ── Sent: one after the other, one batch at a time, one tab at a time.
export const flush = () => {
  if (flushing) { again = true; return flushing; }
  const alone = navigator.locks ? navigator.locks.request("cabas.outbox", flushAll) : flushAll();
  flushing = Promise.resolve(alone).finally(() => { flushing = null; if (again) { again = false; flush(); } });
  return flushing;
};
let again = false;

const flushAll = async () => {
  const stuck = new Set();  // an act that the server cannot take waits, and those of the same basket wait behind it
  for (;;) {
    again = false;
    const ready = (await records()).filter(({ act }) => !stuck.has(act.basket));
    if (isClosed || !ready.length) { await isPending(ready); await listen(); break; }
    const batch = ready.slice(0, stuck.size ? 1 : BATCH);
    const result = await send(batch.map((record) => record.act));
    if (result.answers && (await answer(batch, result.answers, result.news))) continue;
    if (!result.isUnfit) { await isPending(ready, result.mayHaveArrived ? batch : []); break; }
    if (batch.length > 1) stuck.add(null);  // then one by one
    else { stuck.add(batch[0].act.basket); await isPending(batch); }
  }
  await changed();
};

const answer = async (batch, answers, news) => {
  let count = 0;
  for (const said of answers) {
    const record = batch.find(({ act }) => act.key === said.key);
    if (!record) continue;
    await forget(record);
    count += 1;
    const resolve = waiting.get(said.key);
    waiting.delete(said.key);
    if (resolve) resolve({ ...said, news });
    outbox.dispatchEvent(new CustomEvent("answered", { detail: { answer: said, act: record.act, news, wasAwaited: Boolean(resolve) } }));
  }
  return count;
};

const isPending = async (left, arrived = []) => {
  for (const record of left) {
    const mayHaveArrived = Boolean(record.act.may_have_arrived) || arrived.includes(record);
    if (!record.act.was_offline || mayHaveArrived !== Boolean(record.act.may_have_arrived)) {
      await keep({ ...record, act: { ...record.act, was_offline: true, may_have_arrived: mayHaveArrived } });
    }
    const resolve = waiting.get(record.act.key);
    waiting.delete(record.act.key);
    if (resolve) resolve({ key: record.act.key, outcome: isClosed ? "closed" : "pending" });
  }
};

const ask = (options, patience = PATIENCE) => fetch(address, {
  credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(patience), ...options,
});
const post = (acts) => ask({
  method: "POST",
  headers: { "Content-Type": "application/json", "X-CSRFToken": token || place.dataset.csrf || "" },
  body: JSON.stringify({ person, sent_at: new Date().toISOString(), acts }),
}, acts.length > 1 ? PATIENCE_FOR_MANY : PATIENCE);

const send = async (acts) => {
  const mayHaveArrived = navigator.onLine;
  try {
    let response = await post(acts);
    if (response.status === 403 && (await renew())) response = await post(acts);
    isOnline = ![502, 503, 504].includes(response.status);
    if (response.ok && response.type !== "opaqueredirect") return await response.json();
    if (response.status === 400 || response.status === 500) return { isUnfit: true };
    if (!isShut(response)) return { mayHaveArrived: true };
    close();
    return {};
  } catch { isOnline = false; }
  return { mayHaveArrived };
};
const isShut = (response) => response.type === "opaqueredirect" || [403, 404, 409, 410].includes(response.status);
const listen = async () => {  // nothing to send, and the network was away: is it back?
  if (isOnline || isClosed) return;
  try { await renew(); isOnline = true; } catch { isOnline = false; }
};

// After the session was renewed elsewhere the page holds an old token: the server gives another, to the same person only.
const renew = async () => {
  const response = await ask({ method: "GET" });
  if (!response.ok || response.type === "opaqueredirect") return false;
  const said = await response.json();
  token = said.csrf;
  return said.person === person;
};

// Whoever else asked was shown the door: what was done before may still be taken, then it is closed.
export const shut = async () => { await flush(); close(); };

export const close = () => {
  if (isClosed) return;
  isClosed = true;
  outbox.dispatchEvent(new CustomEvent("closed"));
};

export const start = () => {
  if (!address) return;
  window.addEventListener("online", () => heard(true));
  window.addEventListener("offline", () => heard(false));
  window.addEventListener("focus", () => flush());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(() => flush(), EVERY);
  flush();
};
