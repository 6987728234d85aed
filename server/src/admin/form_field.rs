//! A field of a form that is written from a list: label, what is in it, what is wrong with it, how it looks.

use super::fields::Faults;

/// A field.
pub(super) struct FormField {
    /// Its name in the form, and its id.
    pub(super) name: &'static str,
    pub(super) label: String,
    /// Below it; empty for none.
    pub(super) hint: String,
    pub(super) value: String,
    /// What is wrong with it.
    pub(super) fault: Option<String>,
    /// `text`, `date`, `time`, `long`, `choice`, `tick` or `suggested`.
    pub(super) kind: &'static str,
    /// A class beside: `number`, `code` or `short`.
    pub(super) look: &'static str,
    /// Of a choice, or what is suggested.
    pub(super) choices: Vec<Choice>,
    /// Of a tick.
    pub(super) is_ticked: bool,
}

/// One of several.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) is_chosen: bool,
}

/// Fields that belong together.
pub(super) struct FieldGroup {
    pub(super) title: &'static str,
    pub(super) fields: Vec<FormField>,
}

impl FormField {
    /// A line of text.
    pub(super) fn text(name: &'static str, label: &str, hint: &str, value: impl Into<String>) -> Self {
        Self {
            name,
            label: label.to_owned(),
            hint: hint.to_owned(),
            value: value.into(),
            fault: None,
            kind: "text",
            look: "",
            choices: Vec::new(),
            is_ticked: false,
        }
    }

    /// One of several.
    pub(super) fn choice(
        name: &'static str,
        label: &str,
        hint: &str,
        value: impl Into<String>,
        choices: &[(&str, &str)],
    ) -> Self {
        let field = Self::text(name, label, hint, value);
        let choice = |(value, words): &(&str, &str)| Choice {
            value: (*value).to_owned(),
            words: (*words).to_owned(),
            is_chosen: field.value == *value,
        };
        let choices = choices.iter().map(choice).collect();
        Self { kind: "choice", choices, ..field }
    }

    /// Yes or no.
    pub(super) fn tick(name: &'static str, label: &str, hint: &str, is_ticked: bool) -> Self {
        Self { kind: "tick", is_ticked, ..Self::text(name, label, hint, "yes") }
    }

    /// The same with another kind.
    pub(super) fn of_kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// The same with a class beside.
    pub(super) fn looking(self, look: &'static str) -> Self {
        Self { look, ..self }
    }

    /// The same with suggestions.
    pub(super) fn suggesting(self, values: impl IntoIterator<Item = String>) -> Self {
        let choice = |value: String| Choice { words: String::new(), value, is_chosen: false };
        Self { kind: "suggested", choices: values.into_iter().map(choice).collect(), ..self }
    }

    /// The same with what is wrong with it.
    pub(super) fn with_fault_of(self, faults: &Faults) -> Self {
        let fault = faults.of(self.name).map(str::to_owned);
        Self { fault, ..self }
    }

    /// What it is described by: its fault, if there is one, and its hint.
    pub(super) fn described(&self) -> String {
        let fault = self.fault.as_ref().map(|_| format!("{}-fault", self.name));
        let hint = Some(&self.hint).filter(|hint| !hint.is_empty()).map(|_| format!("{}-hint", self.name));
        [fault, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_described_by_its_fault_and_its_hint() {
        let field = FormField::text("zone", "Zone", "Such as Europe/Paris", "x");
        assert_eq!(field.described(), "zone-hint");
        let field = field.with_fault_of(&Faults::one("zone", "No zone"));
        assert_eq!((field.described().as_str(), field.fault.as_deref()), ("zone-fault zone-hint", Some("No zone")));
        let field = FormField::choice("mode", "Mode", "", "b", &[("a", "A"), ("b", "B")]);
        let chosen: Vec<_> = field.choices.iter().map(|choice| choice.is_chosen).collect();
        assert_eq!((chosen, field.described()), (vec![false, true], String::new()));
    }
}
