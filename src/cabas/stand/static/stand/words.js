// What the phone says by itself: the sentences of the page, with what is put into them.
import { euros } from "./money.js";

const kept = document.getElementById("stand-words");

export const words = (name, parts = {}) =>
  (kept ? kept.dataset[name] || "" : "").replace(/\{(\w+)\}/g, (_all, part) => parts[part] ?? "");

export const piece = (name) => document.getElementById(`stand-${name}`).content.firstElementChild.cloneNode(true);

export const grams = (weight) => `${String(weight).replace(/\B(?=(\d{3})+$)/g, "\u202f")}\u00a0g`;

export const signed = (cents) => `${cents < 0 ? "\u2212" : "+"}\u00a0${euros(Math.abs(cents))}`;

// An amount where the page shows one: « 12,50 € », « ≈ 12,50 € » while a weight is missing.
export const write = (place, text, cents) => {
  const data = place.querySelector("data") || place;
  if (data.textContent === text) return;
  data.textContent = text;
  data.value = (cents / 100).toFixed(2);
};
