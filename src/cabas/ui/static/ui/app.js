// Small listeners on the whole page, by data-* attribute. Every page works without them.
(() => {
  "use strict";
  const on = (type, handle, options) => document.addEventListener(type, handle, options);
  const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  // ── Toasts: announced, kept at least ten seconds, paused under the pointer or the focus.
  const TOAST = 10000, TOAST_WITH_UNDO = 20000;
  const isHeld = (toast) => toast.matches(":hover, :focus-within");
  const startToast = (toast) => {
    if (toast.dataset.started) return;
    toast.dataset.started = "yes";
    toast.querySelectorAll("[data-close-toast]").forEach((button) => { button.hidden = false; });
    let left = toast.querySelector("form, [data-undo]:not([hidden])") ? TOAST_WITH_UNDO : TOAST;
    const clock = setInterval(() => {
      if (!toast.isConnected) { clearInterval(clock); return; }
      if (isHeld(toast)) return;
      left -= 500;
      if (left <= 0) { clearInterval(clock); toast.remove(); }
    }, 500);
  };
  const startToasts = () => document.querySelectorAll("[data-toast]").forEach(startToast);
  const announce = (region) => {  // a live region speaks of what changes in it, not of what it held at first
    const said = [...region.children];
    if (!said.length) return;
    region.replaceChildren();
    setTimeout(() => region.append(...said), 150);
  };
  const say = (text) => {
    const region = document.getElementById("toasts");
    if (!region) return;
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.toast = "";
    toast.textContent = text;
    region.append(toast);
    startToast(toast);
  };
  const alarm = (text) => {
    const region = document.getElementById("alerts");
    if (!region) return;
    const notice = document.createElement("div");
    notice.className = "notice doit";
    const words = document.createElement("p");
    words.textContent = text;
    notice.append(words);
    region.replaceChildren(notice);
    region.scrollIntoView({ block: "nearest" });
  };
  const show = (toast) => {
    document.getElementById("toasts").append(toast);
    startToast(toast);
  };
  window.cabas = { say, alarm, show };

  // ── A form is sent once: a second tap while the first is on its way is ignored.
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    const doing = form.querySelector("[data-progress-words]");
    if (doing) setTimeout(() => { doing.hidden = !form.dataset.sent; }, 800);
    setTimeout(() => open(form), doing ? 60000 : 8000);  // a form may answer with a file, and stay on the page
  });
  const open = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    form.querySelectorAll("[data-progress-words]").forEach((doing) => { doing.hidden = true; });
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(open));

  // ── Menus close on Escape, outside, and when another opens.
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  on("click", (event) => openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // ── Buttons.
  const toClipboard = async (text) => {
    if (navigator.clipboard) { await navigator.clipboard.writeText(text); return; }
    const field = document.createElement("textarea");  // an address without https has no clipboard of its own
    field.value = text;
    field.className = "visually-hidden";
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
  };
  on("click", (event) => {
    const copy = closest(event, "[data-copy]");
    if (copy) {
      const text = copy.dataset.copy.startsWith("#") ? document.querySelector(copy.dataset.copy).textContent : copy.dataset.copy;
      toClipboard(text.trim()).then(() => say(copy.dataset.copied));
    }
    if (closest(event, "[data-print]")) window.print();
    const opener = closest(event, "[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const closer = closest(event, "[data-closes]");
    if (closer) closer.closest("dialog").close();
    const toastClose = closest(event, "[data-close-toast]");
    if (toastClose) toastClose.closest("[data-toast]").remove();
  });

  // ── Fields: send on change; tick all; search in a list; leave a page with something typed.
  on("change", (event) => {
    if (closest(event, "[data-submit-on-change]")) event.target.form.requestSubmit();
    const all = closest(event, "[data-check-all]");
    if (all) {
      document.querySelectorAll(all.dataset.checkAll).forEach((box) => {
        if (box.checked !== all.checked && !box.disabled) {
          box.checked = all.checked;
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }
      });
    }
  });
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/œ/gi, "oe").replace(/æ/gi, "ae").toLowerCase();
  on("input", (event) => {
    const field = closest(event, "[data-search-in]");
    if (!field) return;
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    document.querySelectorAll(`${field.dataset.searchIn} ${field.dataset.searchItems || "[data-search]"}`).forEach((item) => {
      const text = plain(item.dataset.search || item.textContent);
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown += 1;
    });
    document.querySelectorAll("[data-search-empty]").forEach((empty) => { empty.hidden = shown > 0; });
  });
  window.addEventListener("beforeprint", () => document.querySelectorAll("[data-search-items]").forEach((field) => {
    field.value = "";  // a list on paper is whole, as its heading says
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }));

  on("input", (event) => {
    const field = closest(event, "[data-copies-to]");
    const other = field && document.querySelector(field.dataset.copiesTo);
    if (other) other.value = field.value;
  });
  const slug = (text) => plain(text).replace(/[^a-z0-9]+/g, "-").slice(0, 50).replace(/^-|-$/g, "");
  on("input", (event) => {  // an address is proposed from a name, until somebody types another
    const field = closest(event, "[data-slug-to]");
    const other = field && document.querySelector(field.dataset.slugTo);
    if (!other || other.value !== (field.dataset.proposed || "")) return;
    other.value = field.dataset.proposed = slug(field.value);
  });
  on("change", (event) => {  // the other days of a form move with its first one, until somebody types another
    const first = closest(event, "[data-days-follow] [name=day]");
    if (!first || first.value < "2000") return;
    const moved = first.valueAsNumber - Date.parse(first.dataset.proposed || first.defaultValue);
    if (!moved) return;
    first.form.querySelectorAll("[type=date]:not([name=day])").forEach((other) => {
      if (other.value !== (other.dataset.proposed || other.defaultValue)) return;
      other.valueAsNumber += moved;
      other.dataset.proposed = other.value;
    });
    first.dataset.proposed = first.value;
  });

  // ── htmx: what failed is said; the focus follows what changed.
  const spoken = (html) => {
    const part = new DOMParser().parseFromString(html, "text/html").querySelector("[data-alert]");
    return part ? part.textContent.replace(/\s+/g, " ").trim() : "";
  };
  const unreachable = () => {
    const region = document.getElementById("alerts");
    return region ? region.dataset.unreachable : "";
  };
  on("htmx:responseError", (event) => alarm(spoken(event.detail.xhr.responseText) || unreachable()));
  on("htmx:sendError", () => alarm(unreachable()));
  on("htmx:timeout", () => alarm(unreachable()));
  on("htmx:load", (event) => {  // a form that was asked for by its button is typed into at once
    const field = event.detail.elt.querySelector("input[data-focus-now]");
    if (field) { field.focus(); field.select(); }
  });
  on("htmx:afterSettle", (event) => {
    startToasts();
    const target = event.detail.elt instanceof Element ? event.detail.elt : null;
    if (!target || (document.activeElement && document.activeElement !== document.body)) return;
    const place = target.matches("[data-focus]") ? target : target.querySelector("[data-focus]");
    if (place) {
      if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }
  });

  // ── The stand outdoors: black on white, remembered on this device.
  const SUN = "cabas.plein-soleil";
  const remembered = () => { try { return localStorage.getItem(SUN) === "yes"; } catch { return false; } };
  const remember = (sunny) => { try { localStorage.setItem(SUN, sunny ? "yes" : "no"); } catch { /* private window */ } };
  const shine = (sunny) => {
    document.documentElement.classList.toggle("plein-soleil", sunny);
    document.querySelectorAll("[data-sun]").forEach((button) => button.setAttribute("aria-pressed", String(sunny)));
  };
  on("click", (event) => {
    if (!closest(event, "[data-sun]")) return;
    const sunny = !document.documentElement.classList.contains("plein-soleil");
    shine(sunny);
    remember(sunny);
  });
  const start = () => {
    document.querySelectorAll("[data-sun]").forEach((button) => { button.hidden = false; });
    if (document.querySelector("[data-stand]")) shine(remembered());
    document.querySelectorAll("[data-js]").forEach((element) => { element.hidden = false; });
    document.querySelectorAll("dialog[open][data-modal]").forEach((dialog) => { dialog.close(); dialog.showModal(); });
    const toasts = document.getElementById("toasts");
    if (toasts) { startToasts(); announce(toasts); }
    if (document.querySelector("[data-given-back]")) setTimeout(workOut);
  };
  const workOut = () => {  // sums and buttons follow what a lost session gave back, as if it were typed
    document.querySelectorAll("main [hx-get][hx-trigger^=input]").forEach((part) => {
      const field = part.querySelector("[name]:not([type=hidden], button)");
      if (field) field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };
  if (document.readyState === "loading") on("DOMContentLoaded", start); else start();
})();
