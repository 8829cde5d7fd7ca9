// Keeps the parts of a page marked data-live="address" fresh. The page works without it.
"use strict";
(() => {
  const marked = () => [...document.querySelectorAll("[data-live]")];
  const seconds = Math.min(...marked().map((part) => Number(part.dataset.every) || 5));
  if (!Number.isFinite(seconds)) return;

  const busy = (part) => part.contains(document.activeElement) || part.querySelector("details[open]");

  async function refresh() {
    const parts = marked().filter((part) => part.id);
    for (const address of new Set(parts.map((part) => part.dataset.live))) {
      const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) continue;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts.filter((one) => one.dataset.live === address)) {
        const next = fresh.getElementById(part.id);
        if (next && !busy(part) && next.innerHTML !== part.innerHTML) part.innerHTML = next.innerHTML;
      }
    }
  }

  async function again() {
    if (!document.hidden) {
      try {
        await refresh();
      } catch (error) {
        console.info("not refreshed this time:", error.message); // the server is away: the next round asks again
      }
    }
    setTimeout(again, seconds * 1000);
  }
  setTimeout(again, seconds * 1000);
})();
