// Counts what is written as the platform counts it, and lets pictures be aimed at and moved. The form works without it.
"use strict";
(() => {
  const units = {
    characters: (text) => [...text].length,
    utf16: (text) => text.length,
    bytes: (text) => new TextEncoder().encode(text).length,
  };

  for (const room of document.querySelectorAll("[data-counts]")) {
    const field = document.getElementById(room.dataset.counts);
    const count = () => {
      const used = (units[room.dataset.unit] || units.characters)(field.value.normalize("NFC").trim());
      room.querySelector("b").textContent = used;
      room.classList.toggle("over", used > Number(room.dataset.most || Infinity));
    };
    field.addEventListener("input", count);
    count();
  }

  for (const aim of document.querySelectorAll(".aim")) {
    const [across, down] = [aim.dataset.across, aim.dataset.down].map((id) => document.getElementById(id));
    const mark = aim.appendChild(document.createElement("span"));
    mark.className = "aim-mark";
    const show = () => {
      mark.hidden = across.value === "" || down.value === "";
      mark.style.left = `${across.value}%`;
      mark.style.top = `${down.value}%`;
    };
    aim.querySelector("img").addEventListener("click", (event) => {
      const box = event.target.getBoundingClientRect();
      const share = (at, from, whole) => Math.round(Math.min(1, Math.max(0, (at - from) / whole)) * 1000) / 10;
      across.value = share(event.clientX, box.left, box.width);
      down.value = share(event.clientY, box.top, box.height);
      show();
    });
    across.addEventListener("input", show);
    down.addEventListener("input", show);
    show();
  }

  const list = document.querySelector(".thumbs");
  if (!list) return;
  const number = () => list.querySelectorAll(".order").forEach((order, index) => (order.value = index + 1));
  for (const thumb of list.children) {
    for (const [word, sign, step] of [[list.dataset.earlier, "↑", -1], [list.dataset.later, "↓", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = `${sign} ${word}`;
      button.addEventListener("click", () => {
        const other = step < 0 ? thumb.previousElementSibling : thumb.nextElementSibling;
        if (!other) return;
        list.insertBefore(step < 0 ? thumb : other, step < 0 ? other : thumb);
        number();
        button.focus();
      });
      thumb.querySelector(".points").append(button);
    }
  }
})();
