//! How a person finds things on a page: by the names of buttons and links, by the labels of fields.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

/// What all searches share.
const SEARCH: &str = r#"
const plain = (text) => (text || "").replace(/[\s\u00a0\u202f]+/g, " ").trim();
const named = (e) => plain(e.getAttribute("aria-label") || e.innerText || e.value || e.title);
const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
"#;

/// An expression for the first thing that a selector finds and that can be seen.
pub(crate) fn by_selector(selector: &str) -> String {
    let selector = json!(selector);
    format!("(() => {{ {SEARCH} return [...document.querySelectorAll({selector})].find(seen); }})()")
}

/// An expression for the link, button or choice of this name, in the row or part that has these words.
pub(crate) fn by_name(name: &str, words: &str) -> String {
    let (name, words) = (json!(name), json!(words));
    format!(
        r#"(() => {{ {SEARCH}
        const parts = {words} ? [...document.querySelectorAll("tr, li, fieldset, section, dialog, article, form, [role=row], [role=group]")]
          .filter((part) => seen(part) && plain(part.textContent).includes({words})).reverse() : [document];
        for (const part of parts) {{
          const all = [...part.querySelectorAll("a, button, summary, label, [role=button], [role=tab], [role=option], input[type=submit]")].filter(seen);
          const found = all.find((e) => named(e) === {name}) || all.find((e) => named(e).startsWith({name}));
          if (found) return found;
        }}
        }})()"#
    )
}

/// An expression for the field with this label.
pub(crate) fn by_label(label: &str) -> String {
    let label = json!(label);
    format!(
        r#"(() => {{ {SEARCH}
        const own = (e) => plain([...e.childNodes].filter((n) => !n.matches?.("input, select, textarea, .hint, .visually-hidden")).map((n) => n.textContent).join(" "));
        const labels = [...document.querySelectorAll("label")].filter((e) => e.control && seen(e.control));
        const label = labels.find((e) => own(e) === {label}) || labels.find((e) => own(e).startsWith({label}));
        return label?.control || [...document.querySelectorAll("input, select, textarea")].filter(seen).find((e) => plain(e.getAttribute("aria-label")) === {label});
        }})()"#
    )
}

/// Whether the mouse was pressed and let go, and what [`place_of`] was asked for last heard no click of it.
pub(crate) const HAS_MISSED: &str = "globalThis.mouseHasClicked === false";

/// Where it is; or why it cannot be clicked. The next press of the mouse on something else is kept from the page.
pub(crate) fn place_of(found: &str) -> String {
    format!(
        r#"(() => {{
        const found = {found};
        if (!found) return "it is not there";
        if (found.disabled) return "it is switched off";
        found.scrollIntoView({{ block: "center", inline: "center", behavior: "instant" }});
        const box = [...found.getClientRects()].find((box) => box.width > 0) || found.getBoundingClientRect();
        const [x, y] = [Math.floor(box.x + box.width / 2), Math.floor(box.y + box.height / 2)];
        const top = document.elementFromPoint(x, y);
        const is = (top) => found.contains(top) || top.contains(found) || top.closest?.("label")?.control === found;
        globalThis.mouseHasClicked = false;
        globalThis.mouseIsMeantFor?.abort();
        globalThis.mouseIsMeantFor = new AbortController();
        const {{ signal }} = mouseIsMeantFor;
        const stop = (event) => {{ event.preventDefault(); event.stopImmediatePropagation(); }};
        addEventListener("mousedown", (event) => {{
          if (is(event.target)) return;
          stop(event);
          for (const kind of ["mouseup", "click"]) addEventListener(kind, stop, {{ capture: true, once: true, signal }});
        }}, {{ capture: true, once: true, signal }});
        addEventListener("click", ({{ target }}) => {{
          if (found.contains(target) || target.closest?.("label")?.control === found) globalThis.mouseHasClicked = true;
        }}, {{ capture: true, signal }});
        if (top && is(top)) return [x, y];
        return "it lies under " + (top ? top.outerHTML.slice(0, 200) : "nothing") + " at " + x + " " + y;
        }})()"#
    )
}

/// Puts the cursor into a field, with all that stands there chosen, and says what kind of field it is.
pub(crate) fn begin_writing(found: &str) -> String {
    format!(
        r#"(() => {{
        const found = {found};
        if (!found) return "it is not there";
        if (found.disabled || found.readOnly) return "it cannot be written";
        found.scrollIntoView({{ block: "center", behavior: "instant" }});
        found.focus();
        if (found.select) found.select();
        return "kind:" + found.type;
        }})()"#
    )
}

/// Chooses in a list, or picks a day: what a browser shows for it is its own.
pub(crate) fn set(found: &str, text: &str) -> String {
    let text = json!(text);
    format!(
        r#"(() => {{
        const found = {found};
        const plain = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ").trim();
        if (found.options) {{
          const options = [...found.options];
          const option = options.find((one) => plain(one.text) === {text}) || options.find((one) => one.value === {text});
          if (!option) throw new Error("there is no choice " + {text} + " among " + options.map((one) => one.text).join(", "));
          found.value = option.value;
        }} else {{
          found.value = {text};
        }}
        found.dispatchEvent(new Event("input", {{ bubbles: true }}));
        found.dispatchEvent(new Event("change", {{ bubbles: true }}));
        }})()"#
    )
}

/// An expression for what has this id, with what is folded over it opened.
pub(crate) fn by_id(id: &str) -> String {
    let id = json!(id);
    format!(
        "(() => {{ const found = document.getElementById({id}); \
         for (let fold = found; (fold = fold?.parentElement?.closest('details')); ) fold.open = true; return found; }})()"
    )
}

/// Where pictures of pages are put: `target/screenshots`, wherever that is.
pub(crate) fn screenshots() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_tessera"));
    let built = program.ancestors().nth(2).expect("a program stands in target/<profile>");
    let folder = built.join("screenshots");
    fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}
