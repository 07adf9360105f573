// What this browser keeps to work without network is one person's: it is let go when they sign out, or when another
// person signs in. What they did and could not send stays, sealed, until they come back: signing out asks before.
(() => {
  "use strict";
  const PERSON = "cabas.person", PENDING = "cabas.pending", KEPT = "cabas.stand:";
  const here = document.documentElement.dataset.person;
  if (here === undefined) return;  // an error page does not know who looks at it
  const read = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const write = (name, text) => { try { localStorage.setItem(name, text); } catch { /* private window */ } };
  const letGo = async () => {
    if (!window.isSecureContext || !("caches" in window)) return;
    const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
    await Promise.all(names.map((name) => caches.delete(name)));
  };
  const pendingOf = (person) => {
    try {
      const kept = JSON.parse(read(PENDING) || "{}");
      return kept.person === person ? kept.count : 0;
    } catch { return 0; }
  };
  if ((read(PERSON) || "") !== here) { letGo(); write(PERSON, here); }
  window.addEventListener("pageshow", (event) => { if (event.persisted && (read(PERSON) || "") !== here) location.reload(); });

  const question = (count, { one, many }) => (count > 1 ? many.replace("{count}", count) : one);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-signs-out]")) return;
    const count = pendingOf(here);
    if (count && !window.confirm(question(count, event.target.dataset))) { event.preventDefault(); return; }
    letGo();
    write(PERSON, "");
  }, true);
})();
