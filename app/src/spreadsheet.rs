//! Texts in tables that spreadsheets open.

/// A text as a cell of CSV, RFC 4180. One that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn write_text(lines: &mut String, text: &str) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    // Spreadsheets of other countries separate by semicolons, some by tabs.
    let is_quoted = text.contains(['"', ',', ';', '\t', '\r', '\n']);
    if is_quoted {
        lines.push('"');
    }
    if is_formula {
        lines.push('\'');
    }
    match text.contains('"') {
        true => lines.push_str(&text.replace('"', "\"\"")),
        false => lines.push_str(text),
    }
    if is_quoted {
        lines.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let cell = |text: &str| {
            let mut written = String::new();
            write_text(&mut written, text);
            written
        };
        assert_eq!(cell("VIP-7KQ2"), "VIP-7KQ2");
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)"] {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        assert_eq!((cell("\tx").as_str(), cell("x;=1+1;").as_str()), ("\"'\tx\"", "\"x;=1+1;\""));
        assert_eq!(cell("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
        assert_eq!(cell("a\r\n=b"), "\"a\r\n=b\"");
    }
}
