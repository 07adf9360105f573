// A step changes its field at once, and the page asks what that would come to. All of it works without this.
(() => {
  "use strict";
  document.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    event.preventDefault();
    const field = step.parentElement.querySelector("input");
    const most = Number(field.max);
    field.value = String(Math.min(most, Math.max(0, (Number.parseInt(field.value, 10) || 0) + Number(step.dataset.step))));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("input", (event) => {  // what is chosen stands out, by the style of the attribute
    if (event.target.matches(".stepper input")) event.target.setAttribute("value", event.target.value);
  });
})();
