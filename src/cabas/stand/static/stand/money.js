// What a line costs, as `Money` computes it: whole cents, rounded once, half up. tests/stand/money_vectors.json holds both.

// `priceCents` is the price of a kilogram with `grams`, of a piece with `pieces`.
export const lineTotal = (priceCents, grams, pieces = null) =>
  pieces === null ? Math.floor((priceCents * grams + 500) / 1000) : priceCents * pieces;

// « 1 062,20 € », as ui/formats.py writes it.
export const euros = (cents) => {
  const whole = String(Math.floor(Math.abs(cents) / 100)).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return `${cents < 0 ? "\u2212" : ""}${whole},${String(Math.abs(cents) % 100).padStart(2, "0")}\u00a0€`;
};
