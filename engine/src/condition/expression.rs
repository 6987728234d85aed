//! `expression`: a text of the Common Expression Language over the facts of the cart, for what no leaf covers.
//!
//! The text is guarded before anything reads it ([`scan`]), parsed once, and checked name by name ([`shape`]): an
//! expression that is taken can neither run long, nor use a float, a clock or a regular expression, nor depend on the
//! order of a map. The names are those of [`names`]. Its values are made when it is judged ([`values`]).

mod names;
mod scan;
mod shape;
mod values;

use std::fmt;
use std::sync::{Arc, LazyLock};

use cel::parser::PrattParser;
use cel::{Context, Env, IdedExpr, Value as CelValue};
use serde::ser::SerializeMap;
use serde_json::{Value, json};

use self::shape::Checked;
use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Object, codes};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;

/// An expression that comes to true or false.
#[derive(Clone)]
pub struct Expression {
    source: String,
    parsed: Arc<Parsed>,
}

/// The expression as it is run.
struct Parsed {
    tree: IdedExpr,
    checked: Checked,
}

/// Characters of the text at most.
const LENGTH: usize = 2_000;
/// Steps of one judgement at most: the work is estimated from what the cart holds before anything runs.
const STEPS: u64 = 100_000;

/// What is wrong with an expression, and where: the position of a character in its text, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    at: Option<usize>,
    detail: String,
}

impl Fault {
    fn at(position: usize, detail: impl Into<String>) -> Self {
        Self { at: Some(position + 1), detail: detail.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(f, "at character {at}: {}", self.detail),
            None => f.write_str(&self.detail),
        }
    }
}

impl Expression {
    /// The text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it names a fact about earlier orders.
    pub(crate) fn names_history(&self) -> bool {
        let named = &self.parsed.checked.named;
        ["customer.orders_count", "customer.total_spent"].iter().any(|fact| named.contains(fact))
    }

    /// Whether it looks at the customer's segments.
    pub(crate) fn names_segments(&self) -> bool {
        self.parsed.checked.named.contains(&"customer.segments")
    }

    /// Reads a text: guards first, then the parser, then names and types.
    fn parse(source: &str) -> Result<Self, Fault> {
        scan::scan(source)?;
        let tree = PrattParser::new().max_recursion_depth(64).parse(source).map_err(|errors| {
            let first = errors.errors.into_iter().next();
            first.map_or_else(
                || Fault { at: None, detail: "cannot be read".to_owned() },
                |error| Fault { at: scan::position(source, error.pos), detail: error.msg },
            )
        })?;
        let checked = shape::check(&tree, source)?;
        if checked.steps(1, 1) > STEPS {
            return Err(Fault { at: None, detail: "would take too long; say it more simply".to_owned() });
        }
        Ok(Self { source: source.to_owned(), parsed: Arc::new(Parsed { tree, checked }) })
    }

    /// True, false, or which facts are absent.
    fn run(&self, scene: &Scene<'_>) -> Result<bool, Vec<&'static str>> {
        static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));
        let checked = &self.parsed.checked;
        let (lines, longest) = values::sizes(scene);
        if checked.steps(lines, longest) > STEPS {
            return Err(vec!["expression"]);
        }
        let mut context = Context::with_env(Arc::clone(&ENV));
        let absent = values::bind(&mut context, scene, checked);
        match CelValue::resolve(&self.parsed.tree, &context) {
            Ok(CelValue::Bool(holds)) => Ok(holds),
            // An absent attribute, a position beyond a list, an overflow: what no fact is to blame for.
            Ok(_) | Err(_) if absent.is_empty() => Err(vec!["expression"]),
            Ok(_) | Err(_) => Err(absent),
        }
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.source).finish()
    }
}

impl Kind for Expression {
    const NAME: &'static str = "expression";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        object.required("expression", errors, |node, errors| {
            let source = node.prose(LENGTH, errors)?;
            match Self::parse(&source) {
                Ok(expression) => Some(expression),
                Err(fault) => node.fault(errors, codes::INVALID_VALUE, fault.to_string()),
            }
        })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("expression", &self.source)
    }

    fn summary(&self, locale: Locale) -> String {
        format!("{} {}", locale.pick("when", "quand"), self.source.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Expression",
            "description": "A text of the Common Expression Language that comes to true or false over the facts of the \
                cart, for what no other condition covers. Floats, the clock and regular expressions are refused. \
                A fact that is absent makes it unknown.",
            "required": ["kind", "expression"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "expression": {
                    "type": "string", "maxLength": LENGTH,
                    "description": names::described(),
                    "examples": ["customer.country == \"FR\" && lines.exists(l, l.quantity >= 3)"]
                },
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "expression": "subtotal >= 5000 && \"vip\" in customer.segments" })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::ConditionNotMet, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana", "segments": ["vip"] }
            }
        })
    }
}

/// `docs/MODEL.md` 5.2, 5.3.
impl Judge for Expression {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        self.run(scene).map_or(Outcome::Unknown, Outcome::of)
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let needed = json!({ "expression": self.source });
        match self.run(scene) {
            Ok(holds) => Finding::failed(Reason::ConditionNotMet).because(json!({ "value": holds }), needed),
            Err(needs) => Finding::unknown(needs).because(Value::Null, needed),
        }
        .kept_private()
    }
}

#[cfg(test)]
mod tests;
