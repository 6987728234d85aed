//! What every part of an expression is, whether that makes sense, and what it costs.
//!
//! The check refuses names nobody knows, comparisons of whole lines, and walks over anything but a list: the order of
//! a map never decides. The cost is a sum of products of how many lines there are and how long the longest list of
//! names is, so that it can be told from a cart before anything runs.

use std::collections::{BTreeMap, BTreeSet};

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, ListExpr, LiteralValue, SelectExpr};

use super::Fault;
use super::names::{LINE, Name, ROOT};

/// Parts inside each other at most.
const DEPTH: usize = 32;

/// What a part of an expression is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// True or false.
    Bool,
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// One of those; which, only the cart says.
    Value,
    /// Texts.
    Names,
    /// Anything else in a list.
    List,
    /// The lines, or some of them.
    Lines,
    /// A line.
    Line,
    /// A part of the cart with names of its own.
    Record(&'static [Name]),
    /// Values by names of the merchant's choice.
    Attributes,
    /// A list that is being made.
    Growing,
}

/// Names by identity: a table of names is one static.
impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// An expression that makes sense.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// The names it begins with.
    pub(super) roots: BTreeSet<&'static str>,
    /// Every fact it names.
    pub(super) named: BTreeSet<&'static str>,
    /// Of those, the facts whose value it uses; the others it only asks for.
    pub(super) facts: BTreeSet<&'static str>,
    cost: Sum,
}

impl Checked {
    /// The steps it takes with so many lines and so long lists of names.
    pub(super) fn steps(&self, lines: u64, longest: u64) -> u64 {
        self.cost.with(lines.max(1), longest.max(1))
    }
}

/// Checks an expression.
pub(super) fn check(tree: &IdedExpr, source: &str) -> Result<Checked, Fault> {
    let mut check = Check { source, found: Checked::default(), scope: Vec::new() };
    let part = check.part(tree, 0)?;
    if !matches!(part.shape, Shape::Bool | Shape::Value) {
        return Err(Fault { at: Some(1), detail: "must come to true or false".to_owned() });
    }
    check.found.cost = part.cost;
    Ok(check.found)
}

/// A sum of products: how often lines times how often names, with its factor.
#[derive(Clone, Debug, Default)]
struct Sum(BTreeMap<(u32, u32), u64>);

impl Sum {
    fn of(number: u64) -> Self {
        Self([((0, 0), number)].into())
    }

    fn lines() -> Self {
        Self([((1, 0), 1)].into())
    }

    fn names() -> Self {
        Self([((0, 1), 1)].into())
    }

    fn plus(mut self, other: &Self) -> Self {
        for (powers, factor) in &other.0 {
            let sum = self.0.entry(*powers).or_default();
            *sum = sum.saturating_add(*factor);
        }
        self
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = Self::default();
        for ((lines, names), factor) in &self.0 {
            for ((more_lines, more_names), more) in &other.0 {
                let sum = product.0.entry((lines + more_lines, names + more_names)).or_default();
                *sum = sum.saturating_add(factor.saturating_mul(*more));
            }
        }
        product
    }

    fn with(&self, lines: u64, names: u64) -> u64 {
        let product = |(powers, factor): (&(u32, u32), &u64)| {
            factor.saturating_mul(lines.saturating_pow(powers.0)).saturating_mul(names.saturating_pow(powers.1))
        };
        self.0.iter().map(product).fold(0, u64::saturating_add)
    }
}

/// A part: what it is, how long if it is a list, and what it costs.
#[derive(Clone, Debug)]
struct Part {
    shape: Shape,
    size: Sum,
    cost: Sum,
}

impl Part {
    fn plain(shape: Shape, cost: Sum) -> Self {
        let size = match shape {
            Shape::Lines => Sum::lines(),
            Shape::Names | Shape::Attributes => Sum::names(),
            _ => Sum::of(1),
        };
        Self { shape, size, cost: cost.plus(&Sum::of(1)) }
    }

    fn is_list(&self) -> bool {
        matches!(self.shape, Shape::Names | Shape::List | Shape::Lines | Shape::Growing)
    }

    fn is_plain(&self) -> bool {
        matches!(self.shape, Shape::Bool | Shape::Number | Shape::Text | Shape::Value)
    }
}

struct Check<'s> {
    source: &'s str,
    found: Checked,
    /// Names of the walks that are open, innermost last.
    scope: Vec<(String, Part)>,
}

impl Check<'_> {
    /// Where a word first stands by itself.
    fn fault(&self, word: &str, detail: impl Into<String>) -> Fault {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let stands_alone = |at: &usize| {
            let (before, after) = (&self.source[..*at], &self.source[at + word.len()..]);
            !before.ends_with(is_letter) && !after.starts_with(is_letter)
        };
        let at = self.source.match_indices(word).map(|(at, _)| at).find(stands_alone);
        Fault { at: at.map(|at| self.source[..at].chars().count() + 1), detail: detail.into() }
    }

    fn part(&mut self, node: &IdedExpr, depth: usize) -> Result<Part, Fault> {
        if depth > DEPTH {
            return Err(Fault { at: None, detail: format!("more than {DEPTH} parts are inside each other") });
        }
        let depth = depth + 1;
        match &node.expr {
            Expr::Literal(literal) => self.literal(literal),
            Expr::Ident(name) => self.name(name),
            Expr::Select(select) => self.member(select, depth),
            Expr::Call(call) => self.call(call, depth),
            Expr::List(list) => self.list(list, depth),
            Expr::Comprehension(walk) => self.walk(walk, depth),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                Err(self.fault("{", "maps and structures cannot be made here"))
            }
        }
    }

    fn literal(&self, literal: &LiteralValue) -> Result<Part, Fault> {
        let shape = match literal {
            LiteralValue::Boolean(_) => Shape::Bool,
            LiteralValue::Int(_) | LiteralValue::UInt(_) => Shape::Number,
            LiteralValue::String(_) => Shape::Text,
            LiteralValue::Null => return Err(self.fault("null", "nothing is null here; use has() to ask for a fact")),
            LiteralValue::Double(_) => return Err(self.fault(".", "fractions cannot be used")),
            LiteralValue::Bytes(_) => return Err(self.fault("b", "bytes cannot be used")),
        };
        Ok(Part::plain(shape, Sum::default()))
    }

    fn name(&mut self, name: &str) -> Result<Part, Fault> {
        if let Some((_, part)) = self.scope.iter().rev().find(|(known, _)| known == name) {
            return Ok(part.clone());
        }
        let Some(root) = ROOT.iter().find(|root| root.name == name) else {
            return Err(self.fault(name, unknown("name", name, ROOT)));
        };
        self.found.roots.insert(root.name);
        if !matches!(root.shape, Shape::Record(_)) {
            self.found.named.insert(root.fact);
            self.found.facts.insert(root.fact);
        }
        Ok(Part::plain(root.shape, Sum::default()))
    }

    /// A member, or with `has()` the question whether it is there.
    fn member(&mut self, select: &SelectExpr, depth: usize) -> Result<Part, Fault> {
        let of = self.part(&select.operand, depth)?;
        let members = match of.shape {
            Shape::Record(members) => members,
            Shape::Line => LINE,
            Shape::Attributes => {
                let shape = if select.test { Shape::Bool } else { Shape::Value };
                return Ok(Part::plain(shape, of.cost));
            }
            _ => return Err(self.fault(&select.field, format!("there is nothing to take `{}` of", select.field))),
        };
        let Some(member) = members.iter().find(|member| member.name == select.field) else {
            return Err(self.fault(&select.field, unknown("member", &select.field, members)));
        };
        self.found.named.insert(member.fact);
        if select.test {
            return Ok(Part::plain(Shape::Bool, of.cost));
        }
        self.found.facts.insert(member.fact);
        Ok(Part::plain(member.shape, of.cost))
    }

    fn call(&mut self, call: &CallExpr, depth: usize) -> Result<Part, Fault> {
        let mut parts = Vec::new();
        for argument in call.target.as_deref().into_iter().chain(&call.args) {
            parts.push(self.part(argument, depth)?);
        }
        let cost = parts.iter().fold(Sum::default(), |cost, part| cost.plus(&part.cost));
        let walked = parts.iter().fold(cost.clone(), |cost, part| cost.plus(&part.size));
        let [first, rest @ ..] = &parts[..] else {
            return Err(self.fault(&call.func_name, "something is missing in the brackets"));
        };
        let all_plain = parts.iter().all(Part::is_plain);
        let no_whole = parts.iter().all(|part| all_plain || part.is_plain() || part.is_list());
        match call.func_name.as_str() {
            "_&&_" | "_||_" | "!_" | "@not_strictly_false" | "_<_" | "_<=_" | "_>_" | "_>=_" if all_plain => {
                Ok(Part::plain(Shape::Bool, cost))
            }
            "_==_" | "_!=_" if no_whole && parts.iter().all(|part| part.shape != Shape::Lines) => {
                Ok(Part::plain(Shape::Bool, walked))
            }
            "@in" if first.is_plain() && rest.iter().all(|list| holds_plain(list.shape)) => {
                Ok(Part::plain(Shape::Bool, walked))
            }
            "_+_" if parts.iter().all(Part::is_list) => Ok(joined(first, rest, cost)),
            "_+_" | "_-_" | "_*_" | "_/_" | "_%_" | "-_" if all_plain => {
                let is_text = parts.iter().any(|part| part.shape == Shape::Text);
                Ok(Part::plain(if is_text { Shape::Text } else { Shape::Number }, cost))
            }
            "_[_]" => self.position(first, cost),
            "_?_:_" if first.is_plain() => Ok(chosen(rest, cost)),
            "size" if parts.len() == 1 && !matches!(first.shape, Shape::Line | Shape::Record(_)) => {
                Ok(Part::plain(Shape::Number, cost))
            }
            "contains" | "startsWith" | "endsWith" if all_plain => Ok(Part::plain(Shape::Bool, cost)),
            name => {
                let shown = name.trim_matches(['_', '@']);
                Err(self.fault(shown, format!("`{shown}` cannot be used on this")))
            }
        }
    }

    fn position(&self, of: &Part, cost: Sum) -> Result<Part, Fault> {
        let shape = match of.shape {
            Shape::Lines => Shape::Line,
            Shape::Names => Shape::Text,
            Shape::List | Shape::Attributes => Shape::Value,
            _ => return Err(self.fault("[", "there is nothing to take by position or name")),
        };
        Ok(Part::plain(shape, cost))
    }

    fn list(&mut self, list: &ListExpr, depth: usize) -> Result<Part, Fault> {
        let parts: Vec<Part> =
            list.elements.iter().map(|element| self.part(element, depth)).collect::<Result<_, Fault>>()?;
        let all = |shape: Shape| !parts.is_empty() && parts.iter().all(|part| part.shape == shape);
        let shape = match () {
            () if parts.is_empty() => Shape::Growing,
            () if all(Shape::Text) => Shape::Names,
            () if all(Shape::Line) => Shape::Lines,
            () if parts.iter().all(Part::is_plain) => Shape::List,
            () => return Err(self.fault("[", "a list holds texts, numbers, true, false or lines")),
        };
        let cost = parts.iter().fold(Sum::of(1), |cost, part| cost.plus(&part.cost));
        Ok(Part { shape, size: Sum::of(parts.len() as u64), cost })
    }

    /// `all`, `exists`, `exists_one`, `filter` and `map`: a step for every element of a list.
    fn walk(&mut self, walk: &ComprehensionExpr, depth: usize) -> Result<Part, Fault> {
        let range = self.part(&walk.iter_range, depth)?;
        let element = match range.shape {
            Shape::Lines => Shape::Line,
            Shape::Names => Shape::Text,
            Shape::List => Shape::Value,
            _ => return Err(self.fault(&walk.iter_var, "only a list can be walked over")),
        };
        if walk.iter_var2.is_some() {
            return Err(self.fault(&walk.iter_var, "a walk has one name"));
        }
        let begin = self.part(&walk.accu_init, depth)?;
        self.scope.push((walk.accu_var.clone(), begin.clone()));
        self.scope.push((walk.iter_var.clone(), Part::plain(element, Sum::default())));
        let step = self.part(&walk.loop_step, depth)?;
        let goes_on = self.part(&walk.loop_cond, depth)?;
        self.scope.pop();
        // What was made so far is as long as the list at most.
        let made = Part { shape: step.shape, size: range.size.clone(), cost: Sum::of(1) };
        self.scope.pop();
        self.scope.push((walk.accu_var.clone(), made));
        let result = self.part(&walk.result, depth)?;
        self.scope.pop();
        let each = step.cost.plus(&goes_on.cost).plus(&Sum::of(1));
        let cost = range.cost.plus(&range.size.times(&each)).plus(&result.cost);
        Ok(Part { shape: result.shape, size: result.size, cost })
    }
}

const fn holds_plain(shape: Shape) -> bool {
    matches!(shape, Shape::Names | Shape::List | Shape::Attributes | Shape::Growing)
}

/// Two lists in a row. One that is being made becomes what is added to it.
fn joined(first: &Part, rest: &[Part], cost: Sum) -> Part {
    let shapes = std::iter::once(first).chain(rest).map(|part| part.shape).filter(|shape| *shape != Shape::Growing);
    let mut shapes = shapes.peekable();
    let shape = shapes.peek().copied().unwrap_or(Shape::Growing);
    let shape = if shapes.all(|other| other == shape) { shape } else { Shape::List };
    let size = rest.iter().fold(first.size.clone(), |size, part| size.plus(&part.size));
    Part { shape, size, cost: cost.plus(&Sum::of(1)) }
}

/// One of two.
fn chosen(parts: &[Part], cost: Sum) -> Part {
    let shape = parts.iter().map(|part| part.shape).find(|shape| *shape != Shape::Growing).unwrap_or(Shape::Growing);
    let same = parts.iter().all(|part| part.shape == shape || part.shape == Shape::Growing);
    let size = parts.iter().fold(Sum::default(), |size, part| size.plus(&part.size));
    Part { shape: if same { shape } else { Shape::Value }, size, cost: cost.plus(&Sum::of(1)) }
}

fn unknown(what: &str, word: &str, names: &'static [Name]) -> String {
    let known: Vec<&'static str> = names.iter().map(|name| name.name).collect();
    match crate::decode::nearest(word, &known) {
        Some(near) => format!("there is no {what} `{word}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{word}`; there are: {}", known.join(", ")),
    }
}
