//! Searching in text without regard to case. Both databases compare what was lower-cased here.

/// Text as it is searched in: lower case, parts on lines of their own.
pub(crate) fn searchable(parts: &[&str]) -> String {
    parts.join("\n").to_lowercase()
}

/// The LIKE pattern, with `\` as the escape, of searchable text that contains this in any case.
pub(crate) fn contains(part: &str) -> String {
    contains_exactly(&part.to_lowercase())
}

/// The same of text that contains this as it stands.
pub(crate) fn contains_exactly(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for character in part.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// The same for an index of every three letters that follow each other: the pattern has no escape, so that a wildcard
/// finds more. None when there are no three such letters to look for.
pub(crate) fn contains_roughly(part: &str) -> Option<String> {
    let lower: String = part.to_lowercase().chars().map(|c| if c == '\\' { '_' } else { c }).collect();
    let is_long_enough = lower.split(['%', '_']).any(|run| run.chars().count() >= 3);
    is_long_enough.then(|| format!("%{lower}%"))
}

/// A text that sorts after everything that begins with this.
pub(crate) fn end_of_prefix(prefix: &str) -> String {
    format!("{prefix}{}", char::MAX)
}

/// The canonical form of a code as far as the start of one can be told without the engine: lower case, without white
/// space, dashes and underscores.
pub(crate) fn code_prefix(typed: &str) -> String {
    let kept = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}'));
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_in_a_search_are_letters() {
        assert_eq!(contains("50%_\\É"), "%50\\%\\_\\\\é%");
    }

    #[test]
    fn a_rough_search_needs_three_letters_in_a_row() {
        assert_eq!(contains_roughly("Été\\1").as_deref(), Some("%été_1%"));
        for short in ["", "ab", "ab_cd", "ab%", "a\\bc"] {
            assert_eq!(contains_roughly(short), None, "{short}");
        }
    }

    #[test]
    fn a_code_is_found_by_its_start_however_it_is_typed() {
        assert_eq!(code_prefix("20-OFF _x"), "20offx");
        assert!("20offx9" < end_of_prefix("20offx").as_str());
    }
}
