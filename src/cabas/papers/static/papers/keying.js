// An attendance sheet is keyed in: Enter goes on, and what is typed says that the basket was served. All works without.
(() => {
  "use strict";
  const form = document.querySelector("[data-keying]");
  if (!form) return;
  const fields = (row) => [...row.querySelectorAll("select, input:not([type=hidden]):not([type=checkbox])")];
  const called = (row, name) => row.querySelector(`[name^="${name}-"]`);
  const firstOf = (row) => called(row, "state");
  const record = () => form.querySelector("[data-keying-record]") || form.querySelector("[value=look]");

  const next = (row, field) => {
    const state = firstOf(row).value, all = fields(row);
    const following = row.nextElementSibling ? firstOf(row.nextElementSibling) : record();
    if (field === firstOf(row) && state !== "served") return following;
    if (field.name.startsWith("means-") && ["", "later", "transfer"].includes(field.value)) return following;
    if (field.name.startsWith("amount-") && called(row, "means").value !== "cheque") return following;
    return all[all.indexOf(field) + 1] || following;
  };
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox]), select")) return;
    const row = event.target.closest("[data-keyed-row]");
    if (!row) return;
    event.preventDefault();
    const to = next(row, event.target);
    to.focus();
    if (to.select) to.select();
  });
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-keyed-row]");
    if (!row || event.target === firstOf(row) || firstOf(row).value || !event.target.value.trim()) return;
    firstOf(row).value = "served";
  });
  const wrong = form.querySelector("[aria-invalid]");
  (wrong || form.querySelector("[data-keying-record]") || firstOf(form)).focus({ preventScroll: !wrong });
})();
