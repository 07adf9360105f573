// Weighing in a row: Enter goes to the next weight, and leaving a field saves its row (htmx, on change).

const weights = () => [...document.querySelectorAll("[data-row-weight]")];

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-row-weight]")) return;
  event.preventDefault();
  const all = weights();
  const next = all[all.indexOf(event.target) + 1];
  if (next) {
    next.focus();
    next.select();
  } else {
    document.querySelector("[data-rows-done]").focus();
  }
});
