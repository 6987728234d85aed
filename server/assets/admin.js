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

  // Rows of the list: j and k walk through them, the others do to the row what its buttons do.
  const onRowKey = (event) => {
    const rows = all("[data-rows] tbody tr");
    if (rows.length === 0) return;
    const now = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[now];
    if (event.key === "j" || event.key === "k") {
      const next = event.key === "j" ? Math.min(now + 1, rows.length - 1) : Math.max(now - 1, 0);
      $("a.name", rows[next]).focus();
    } else if (row && event.key === "x") {
      const box = $('input[name="id"]', row);
      if (box) box.checked = !box.checked;
    } else if (row && event.key === "c") {
      $("[data-copy]", row)?.click();
    } else if (row && ["e", "d", "p"].includes(event.key)) {
      $(`[data-do="${event.key}"]`, row)?.click();
    } else {
      return;
    }
    event.preventDefault();
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.key === "Escape") {
      all("details.menu[open]").forEach((menu) => { menu.open = false; });
      all(".row-card").forEach((card) => card.replaceChildren());
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || $("dialog[open]")) return;
    if (event.key === "/") {
      const field = $("[data-search]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    } else if (event.key === "n") {
      const link = $("[data-new]") || $('a[href="/admin/coupons/new"]');
      if (link) location.href = link.href;
    } else if (event.key === "?") {
      open("keyboard");
    } else {
      onRowKey(event);
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
  // Enter goes to the first, once what is shown is what was typed; where nothing is found, to the page of the palette.
  let isSent = false;
  const goToFirst = () => {
    const first = $(".hits a", palette);
    if (isSent && first?.closest(".hits").dataset.of === $("#palette-q").value.trim()) location.href = first.href;
  };
  palette?.addEventListener("submit", (event) => {
    if (!$(".hits a", palette)) return;
    event.preventDefault();
    isSent = true;
    goToFirst();
  });
  palette?.addEventListener("input", () => { isSent = false; });
  document.addEventListener("htmx:after:swap", goToFirst);

  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-palette]")) { event.preventDefault(); openPalette(); return; }
    if (event.target instanceof HTMLDialogElement) event.target.close();
    all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
    if (event.target.closest("[data-print]")) { print(); return; }
    if (event.target.closest("[data-close]") && $("#drawer[open]")) { event.preventDefault(); $("#drawer").close(); return; }
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const words = copy.textContent;
      const from = document.getElementById(copy.dataset.copy);
      await navigator.clipboard.writeText(from.value ?? from.textContent);
      copy.textContent = copy.dataset.copied;
      setTimeout(() => { copy.textContent = words; }, 2000);
    }
  });

  // Fields that mean something only for one choice are shown with it: `data-shows="kind=percent_off free_shipping"`.
  const arrange = () => all("[data-shows]").forEach((part) => {
    const [name, values] = part.dataset.shows.split("=");
    const chosen = $(`[name="${name}"]:checked`) || $(`select[name="${name}"]`);
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
    if (event.target.matches("input[type=radio], select")) arrange();
  });

  // A button that changes the form without saving it: only its fields come back.
  document.addEventListener("submit", async (event) => {
    const [form, button] = [event.target, event.submitter];
    if (!button?.matches("[data-part]")) return;
    event.preventDefault();
    touched = true;
    const body = new URLSearchParams(new FormData(form, button));
    button.disabled = true;
    try {
      const got = await fetch(form.action, { method: "POST", body });
      const fresh = new DOMParser().parseFromString(await got.text(), "text/html").getElementById("fields");
      if (!fresh) throw new Error(got.status);
      $("#fields").replaceWith(fresh);
      htmx.process(fresh);
      dress();
      const stops = ["[autofocus]", `button[value="${CSS.escape(button.value)}"]`, ".kinds summary"];
      stops.map((stop) => $(stop, fresh)).find((stop) => stop?.checkVisibility())?.focus();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    } catch {
      button.disabled = false;
      touched = false;
      button.removeAttribute("data-part");
      form.requestSubmit(button);
    }
  });

  // Lists of ids: a drawer to choose from, and what is chosen as chips that a click takes out.
  const ids = (list) => list.value.split(/[\n,]/).map((id) => id.trim()).filter(Boolean);
  const write = (list, entries) => {
    list.value = entries.join("\n");
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const chips = (list) => {
    let row = list.parentElement.querySelector(".chosen-ids");
    if (!row) {
      row = Object.assign(document.createElement("ul"), { className: "chosen-ids" });
      list.after(row);
    }
    row.replaceChildren(...ids(list).map((id) => {
      const chip = Object.assign(document.createElement("button"), { type: "button", textContent: `${id} ×` });
      chip.onclick = () => { write(list, ids(list).filter((one) => one !== id)); list.focus(); };
      const entry = document.createElement("li");
      entry.append(chip);
      return entry;
    }));
  };
  let picking = null;
  document.addEventListener("input", (event) => { if (event.target.matches("textarea.list")) chips(event.target); });
  document.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-pick]");
    if (pick && open("picker")) {
      picking = document.getElementById(pick.dataset.into);
      $("#picker-list").value = pick.dataset.pick;
      const field = $("#picker-q");
      field.value = "";
      field.dispatchEvent(new Event("pick"));
    }
    const hit = event.target.closest("[data-choose]");
    if (hit && picking) {
      const [id, now] = [hit.dataset.choose, ids(picking)];
      write(picking, now.includes(id) ? now.filter((one) => one !== id) : [...now, id]);
      hit.setAttribute("aria-pressed", String(!now.includes(id)));
    }
  });

  // How long a text message is, as the page measured it: the alphabet of GSM, or any other.
  const short = /^[\w@£$¥èéùìòÇ\n\rØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~\]|€]*$/;
  document.addEventListener("input", (event) => {
    const hint = event.target.dataset?.sms && document.getElementById(event.target.dataset.sms);
    if (!hint) return;
    const text = event.target.value;
    const isShort = short.test(text);
    const signs = isShort ? text.length + (text.match(/[\^{}\\[~\]|€]/g) ?? []).length : text.length;
    const [one, many] = isShort ? [160, 153] : [70, 67];
    const messages = signs <= one ? Math.sign(signs) : Math.ceil(signs / many);
    hint.textContent = hint.dataset.text.replace("%1", signs).replace("%2", messages);
  });

  // What is fetched into the drawer opens it; closed, it is empty again.
  const drawer = document.getElementById("drawer");
  drawer?.addEventListener("close", () => drawer.replaceChildren());

  const dress = () => {
    if (drawer && drawer.firstElementChild && !drawer.open) {
      all("details.menu[open]").forEach((menu) => { menu.open = false; });
      drawer.showModal();
    }
    all("[data-print]").forEach((element) => { element.hidden = false; });
    all("[data-pick]").forEach((element) => { element.hidden = false; });
    all("textarea.list").forEach(chips);
    all("[data-choose]").forEach((hit) => hit.setAttribute("aria-pressed", String(!!picking && ids(picking).includes(hit.dataset.choose))));
    all("[data-copy], [data-all]").forEach((element) => { element.hidden = false; });
    all("[data-plain]").forEach((element) => { element.hidden = true; });
    arrange();
  };
  dress();
  document.addEventListener("htmx:after:swap", dress);
  $("#faults")?.focus();
})();
