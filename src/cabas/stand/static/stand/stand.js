// The stand by keyboard and by thumb: search as one types, weights from field to field. All of it works without this.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isSeen = (element) => Boolean(element && element.offsetParent !== null);
  const search = document.querySelector("[data-stand-search]");
  const panel = document.getElementById("basket");
  all("[data-without-script]").forEach((element) => { element.hidden = true; });

  // ── Search: in both lists at once; accents, capitals and word order do not matter.
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^a-z0-9]+/g, " ").trim();
  const rows = all(".baskets li[data-number]");
  const lists = all("[data-stand-list]");
  const shownTab = () => (document.querySelector("[data-stand-tab][aria-current]") || { dataset: {} }).dataset.standTab;
  const matches = (row, text) => {
    const { number, phones, names } = row.dataset;
    if (/^\d+$/.test(text)) return number.startsWith(text) || phones.split(" ").includes(text);
    return text.split(" ").every((word) => (` ${names}`).includes(word));
  };
  const found = () => {
    const text = search ? plain(search.value) : "";
    const shown = text ? rows.filter((row) => matches(row, text)) : [];
    const exact = shown.filter((row) => row.dataset.number === text);
    return exact.length ? exact : shown;
  };
  const showTab = (name) => {
    all("[data-stand-tab]").forEach((tab) => {
      if (tab.dataset.standTab === name) tab.setAttribute("aria-current", "true"); else tab.removeAttribute("aria-current");
    });
    lists.forEach((list) => { list.hidden = list.id !== name; });
  };
  const filter = () => {
    const text = plain(search.value);
    rows.forEach((row) => { row.hidden = Boolean(text) && !matches(row, text); });
    if (!text) { showTab(shownTab() || "a-servir"); }
    else lists.forEach((list) => { list.hidden = !list.querySelector("li[data-number]:not([hidden])"); });
    const nothing = document.querySelector("[data-stand-nothing]");
    if (nothing) nothing.hidden = !text || lists.some((list) => !list.hidden);
  };
  if (search && lists.length) {
    search.addEventListener("input", filter);
    search.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const only = found();
      if (only.length === 1) only[0].querySelector("a").click();
    });
    if (search.value) filter();
  }
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-stand-tab]");
    if (!tab) return;
    event.preventDefault();
    if (search) { search.value = ""; filter(); }
    showTab(tab.dataset.standTab);
  });

  // ── Keys: typing anywhere searches; arrows go through the list.
  const isTyping = () => document.activeElement && document.activeElement.matches("input:not([type=checkbox]), select, textarea");
  const visibleLinks = () => all(".baskets a").filter(isSeen);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { walk(event); return; }
    if (event.key.length !== 1 || event.key === " " || isTyping() || !isSeen(search)) return;
    search.focus();
  });
  const walk = (event) => {
    const here = document.activeElement;
    if (here !== search && !here.matches(".baskets a")) return;
    const links = visibleLinks();
    const place = links.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    if (place < 0) search.focus(); else if (links[place]) links[place].focus();
  };
  if (search && !panel && window.matchMedia("(hover: hover)").matches) search.focus({ preventScroll: true });

  // ── Weights: Enter goes to the next field, then to the first button; what was typed is saved when one leaves.
  if (!panel) return;
  const weights = all("#basket [data-weight]");
  const isDirty = () => weights.some((field) => field.value !== field.defaultValue || field.classList.contains("is-invalid"));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.target.matches("[data-weight]")) {
      event.preventDefault();
      event.target.dispatchEvent(new Event("weighed"));
      const next = weights[weights.indexOf(event.target) + 1] || panel.querySelector("#means .btn");
      if (next) next.focus();
    } else if (event.target.matches("input:not([type=checkbox])")) {
      event.preventDefault();
      const button = event.target.id === "amount" ? panel.querySelector("[name=other_means]") : panel.querySelector("#found button");
      if (button) button.focus();
    }
  });
  document.addEventListener("htmx:afterSettle", () => weights.forEach((field) => {
    const hasFault = Boolean(document.querySelector(`#${field.id}-fault [data-fault]`));
    field.classList.toggle("is-invalid", hasFault);
    if (hasFault) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
  }));
  const leave = panel.querySelector("[data-stand-leave]");
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".stand a[href]");
    if (!link || !leave || !isDirty() || event.defaultPrevented || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    const row = link.closest("[data-number]");
    if (row) {
      const next = document.createElement("input");
      next.type = "hidden"; next.name = "next"; next.value = row.dataset.number;
      panel.append(next);
    }
    panel.requestSubmit(leave);
  });
  const faulty = panel.querySelector(".is-invalid, [data-confirms]:not(:checked)");
  if (faulty && panel.querySelector("[role=alert]")) faulty.focus();
  if (document.activeElement === document.body && window.matchMedia("(hover: hover)").matches) {
    const first = weights.find((field) => !field.value) || panel.querySelector("#means .btn") || panel.querySelector("h1");
    if (first) first.focus({ preventScroll: true });
  }
})();
