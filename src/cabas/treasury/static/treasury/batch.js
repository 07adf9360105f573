// Payments typed one under the other: Enter goes on, the total follows. All of it works without this.
(() => {
  "use strict";
  const form = document.querySelector("[data-batch]");
  if (!form) return;
  const lines = form.querySelector("[data-batch-lines]");
  const pattern = form.querySelector("[data-batch-pattern]");
  const record = form.querySelector("[data-batch-record]");
  const WITH_REFERENCE = ["cheque", "transfer"];
  const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
  form.querySelectorAll("[data-batch-plain]").forEach((button) => { button.hidden = true; });

  const field = (line, name) => line.querySelector(`[name=${name}]`);
  const isBlank = (line) => ["member", "amount", "reference"].every((name) => !field(line, name).value.trim());
  const all = () => [...lines.querySelectorAll("[data-batch-line]")];

  // ── The total.
  const centsOf = (text) => {
    const typed = /^(\d{1,12})(?:[.,](\d{1,2}))?€?$/.exec(text.replace(/\s/g, ""));
    return typed ? Number(typed[1]) * 100 + Number((typed[2] || "").padEnd(2, "0")) : 0;
  };
  const total = () => {
    const amounts = all().map((line) => centsOf(field(line, "amount").value)).filter(Boolean);
    const said = form.querySelector("[data-batch-count]");
    said.textContent = (amounts.length < 2 ? said.dataset.one.replace("1", amounts.length) : said.dataset.many)
      .replace("{count}", amounts.length);
    form.querySelector("[data-batch-sum]").textContent = euros.format(amounts.reduce((sum, one) => sum + one, 0) / 100);
  };

  // ── Enter goes on: to the next field, to the next line, and from a blank line to the button.
  const more = (after) => {
    const line = pattern.content.firstElementChild.cloneNode(true);
    line.querySelectorAll("[data-batch-number]").forEach((number) => { number.textContent = all().length + 1; });
    after.after(line);
    window.htmx.process(line);
    return line;
  };
  const nextLine = (line) => {
    const next = line.nextElementSibling || more(line);
    if (isBlank(next)) field(next, "means").value = field(line, "means").value;
    return field(next, "member");
  };
  const after = (line, name) => {
    if (name === "member") return isBlank(line) ? record : field(line, "means");
    if (name === "means") return field(line, "amount");
    if (name === "amount" && WITH_REFERENCE.includes(field(line, "means").value)) return field(line, "reference");
    return nextLine(line);
  };
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, select")) return;
    event.preventDefault();
    const line = event.target.closest("[data-batch-line]");
    const next = line ? after(line, event.target.name) : field(all()[0], "member");
    next.focus();
    if (next.select) next.select();
  });
  const forgive = (input) => {  // what is typed again is wrong no more, until it is looked at
    const fault = input.closest("label") && input.closest("label").querySelector(".invalid-feedback");
    if (!fault) return;
    fault.remove();
    input.classList.remove("is-invalid");
    ["aria-invalid", "aria-describedby"].forEach((name) => input.removeAttribute(name));
  };
  form.addEventListener("input", (event) => { forgive(event.target); total(); });

  // ── What is due is proposed, unless another amount was typed.
  document.addEventListener("htmx:afterSettle", (event) => {
    const line = event.target instanceof Element ? event.target.closest("[data-batch-line]") : null;
    const proposed = line && line.querySelector("[data-batch-proposed]");
    if (!line) return;
    const amount = field(line, "amount");
    if (!proposed || (amount.value && amount.value !== amount.dataset.proposed)) return;
    amount.value = amount.dataset.proposed = proposed.dataset.batchProposed;
    if (document.activeElement === amount) amount.select();
    total();
  });
  const first = all().find(isBlank);
  if (first && !form.querySelector("[aria-invalid]")) field(first, "member").focus({ preventScroll: true });
  const wrong = form.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
  total();
})();
