// What makes the admin pages quicker. Everything works without it.
"use strict";
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const isTyping = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  // Dialogs: opened by a key or their link; the browser keeps focus inside and gives it back.
  const open = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return false;
    dialog.showModal();
    return true;
  };
  const openPalette = () => {
    if (!open("palette")) return;
    const field = $("#palette-q");
    field.select();
    field.dispatchEvent(new Event("palette"));
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.key === "Escape") all("details.menu[open]").forEach((menu) => { menu.open = false; });
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || $("dialog[open]")) return;
    if (event.key === "/") {
      const field = $("[data-search]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    } else if (event.key === "n") {
      const link = $("[data-new]") || $('a[href="/admin/coupons/new"]');
      if (link) location.href = link.href;
    } else if (event.key === "?") {
      open("keyboard");
    }
  });

  // Arrows walk through what the palette found, from its field and back.
  const palette = document.getElementById("palette");
  palette?.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const stops = [$("#palette-q"), ...all(".hits a", palette)];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const now = Math.max(0, stops.indexOf(document.activeElement));
    stops[(now + step + stops.length) % stops.length].focus();
  });
  palette?.addEventListener("submit", (event) => {
    const first = $(".hits a", palette);
    if (first) { event.preventDefault(); location.href = first.href; }
  });

  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-palette]")) { event.preventDefault(); openPalette(); return; }
    if (event.target instanceof HTMLDialogElement) event.target.close();
    all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const words = copy.textContent;
      await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
      copy.textContent = copy.dataset.copied;
      setTimeout(() => { copy.textContent = words; }, 2000);
    }
  });

  // Fields that mean something only for one choice are shown with it: `data-shows="kind=percent_off free_shipping"`.
  const arrange = () => all("[data-shows]").forEach((part) => {
    const [name, values] = part.dataset.shows.split("=");
    const chosen = $(`[name="${name}"]:checked`);
    if (chosen) part.hidden = !values.split(" ").includes(chosen.value);
  });

  // Enter in a part of a form presses the button of that part, not the one that saves the whole.
  document.addEventListener("keydown", (event) => {
    const part = event.target.closest?.("[data-enter]");
    if (event.key !== "Enter" || !part || !event.target.matches("input")) return;
    event.preventDefault();
    document.getElementById(part.dataset.enter)?.click();
  });

  // What was typed and not saved is not left by accident.
  let touched = false;
  document.addEventListener("input", (event) => { if (event.target.closest("[data-guard]") && !event.target.closest("[data-unguarded]")) touched = true; });
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-guard]")) touched = false; });
  addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) all('input[name="id"]').forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("input[type=radio]")) arrange();
  });

  const dress = () => {
    all("[data-copy], [data-all]").forEach((element) => { element.hidden = false; });
    all("[data-plain]").forEach((element) => { element.hidden = true; });
    arrange();
  };
  dress();
  document.addEventListener("htmx:after:swap", dress);
  $("#faults")?.focus();
})();
