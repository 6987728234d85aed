//! What a benefit kind and a condition kind have in common as documents: parameters, words, schema, example.
//! One kind is one file; the lists are the `kinds!` of [`benefit`](crate::benefit) and [`condition`](crate::condition).

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::decode::{Errors, Object, codes};
use crate::locale::Locale;
use crate::reason::Reason;

/// The document side of one kind of benefit or condition. How it is computed is its own trait.
pub trait Kind: Sized {
    /// The word in `kind`.
    const NAME: &'static str;

    /// Reads the parameters. `kind` was asked for already; unknown members are reported by the caller.
    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self>;

    /// Writes the parameters, every one of them, after `kind`.
    ///
    /// # Errors
    /// What the map reports.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// What it does in plain words, without capital and full stop: `20% off clothing`.
    fn summary(&self, locale: Locale) -> String;

    /// The JSON schema (2020-12) of the object, `kind` included.
    fn schema() -> Value;

    /// A good object of this kind, `kind` included.
    fn example() -> Value;

    /// The section of `docs/MODEL.md` that says what it gives or when it passes, such as `4.5`.
    const MODEL_SECTION: &'static str;

    /// Why a coupon is refused because of this kind. What every coupon can be refused for (dates, limits, others that
    /// it does not combine with) is not repeated.
    const REASONS: &'static [Reason];

    /// A request in which [`Kind::example`] does what it is for: the members of `POST /v1/quotes/unsaved` that stand
    /// beside `coupons` and `discounts`, at least `cart`. The code of the coupon is [`Manual::CODE`].
    fn worked_request() -> Value;
}

/// What the manual page of a kind is made of.
#[derive(Clone, Debug)]
pub struct Manual {
    /// The word in `kind`.
    pub name: &'static str,
    /// The JSON schema of the object.
    pub schema: Value,
    /// A good object.
    pub example: Value,
    /// What the example does in plain words, in English.
    pub summary_en: String,
    /// And in French.
    pub summary_fr: String,
    /// The section of `docs/MODEL.md`.
    pub model_section: &'static str,
    /// Why a coupon is refused because of it.
    pub reasons: &'static [Reason],
    /// A whole body of `POST /v1/quotes/unsaved` in which a coupon with the example applies.
    pub worked_example: Value,
}

impl Manual {
    /// The id of the coupon in a worked example.
    pub const COUPON_ID: &'static str = "cpn_example";
    /// Its code, which the worked example presents.
    pub const CODE: &'static str = "EXAMPLE";

    /// The manual of one kind; `terms` are what a coupon holds to have the example in it.
    pub(crate) fn new<K: Kind>(summary: impl Fn(Locale) -> String, terms: Value) -> Self {
        let mut coupon = json!({ "id": Self::COUPON_ID, "name": "Worked example", "code": Self::CODE });
        for (name, member) in terms.as_object().into_iter().flatten() {
            coupon[name] = member.clone();
        }
        let mut body = K::worked_request();
        body["coupons"] = json!([coupon]);
        body["discounts"] = json!({ "codes": [Self::CODE] });
        Self {
            name: K::NAME,
            schema: K::schema(),
            example: K::example(),
            summary_en: summary(Locale::En),
            summary_fr: summary(Locale::Fr),
            model_section: K::MODEL_SECTION,
            reasons: K::REASONS,
            worked_example: body,
        }
    }
}

/// Refuses a kind this release cannot do, or nobody can: `kind_not_supported`, `kind_unknown`.
pub(crate) fn refuse<T>(
    pointer: String,
    name: &str,
    supported: &[&'static str],
    planned: &[&'static str],
    errors: &mut Errors,
) -> Option<T> {
    let list = supported.iter().map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", ");
    if planned.contains(&name) {
        let detail = format!("This release cannot do `{name}` yet; it can do: {list}.");
        errors.push(pointer, codes::KIND_NOT_SUPPORTED, detail);
        return None;
    }
    let detail = match crate::decode::nearest(name, supported) {
        Some(known) => format!("There is no such kind; did you mean `{known}`? This release can do: {list}."),
        None => format!("There is no such kind; this release can do: {list}."),
    };
    errors.push(pointer, codes::KIND_UNKNOWN, detail);
    None
}

/// Makes the enum of the kinds of a family and everything that is one line for each of them.
///
/// ```text
/// kinds! {
///     /// One benefit of a coupon.
///     Benefit { percent_off::PercentOff => PercentOff, }
///     planned: ["tiered"]
///     computed: compute::Compute,
///     in_coupon: |example| json!({ "benefits": [example] })
/// }
/// ```
macro_rules! kinds {
    (
        $(#[$meta:meta])*
        $Family:ident { $($module:ident :: $Type:ident => $Variant:ident),+ $(,)? }
        planned: [$($planned:literal),* $(,)?]
        computed: $Trait:path,
        in_coupon: $in_coupon:expr
    ) => {
        $(pub mod $module;)+

        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $Family {
            $(
                #[doc = concat!("See [`", stringify!($module), "`].")]
                $Variant($module::$Type),
            )+
        }

        impl $Family {
            /// The kinds this release can do, by name.
            pub const NAMES: &'static [&'static str] = &[$(<$module::$Type as $crate::kind::Kind>::NAME),+];
            /// The kinds the model knows and this release cannot do yet.
            pub const PLANNED: &'static [&'static str] = &[$($planned),*];

            /// The word in `kind`.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$Variant(_) => <$module::$Type as $crate::kind::Kind>::NAME,)+
                }
            }

            /// Its computing side.
            pub(crate) fn computed(&self) -> &dyn $Trait {
                match self {
                    $(Self::$Variant(kind) => kind,)+
                }
            }

            /// Its computing side, to be prepared.
            pub(crate) fn computed_mut(&mut self) -> &mut dyn $Trait {
                match self {
                    $(Self::$Variant(kind) => kind,)+
                }
            }

            /// What it does in plain words, without capital and full stop.
            #[must_use]
            pub fn summary(&self, locale: $crate::locale::Locale) -> String {
                match self {
                    $(Self::$Variant(kind) => $crate::kind::Kind::summary(kind, locale),)+
                }
            }

            /// The JSON schema of each kind, by name.
            #[must_use]
            pub fn schemas() -> Vec<(&'static str, serde_json::Value)> {
                vec![$((<$module::$Type as $crate::kind::Kind>::NAME, <$module::$Type as $crate::kind::Kind>::schema())),+]
            }

            /// A good object of each kind, by name.
            #[must_use]
            pub fn examples() -> Vec<(&'static str, serde_json::Value)> {
                vec![$((<$module::$Type as $crate::kind::Kind>::NAME, <$module::$Type as $crate::kind::Kind>::example())),+]
            }

            /// What the manual page of each kind is made of.
            #[must_use]
            pub fn manuals() -> Vec<$crate::kind::Manual> {
                let in_coupon: fn(serde_json::Value) -> serde_json::Value = $in_coupon;
                vec![$({
                    let example = <$module::$Type as $crate::kind::Kind>::example();
                    let read: Self = $crate::from_json(example.to_string().as_bytes())
                        .unwrap_or_else(|error| panic!("the example of {} reads: {error}", example["kind"]));
                    $crate::kind::Manual::new::<$module::$Type>(|locale| read.summary(locale), in_coupon(example))
                }),+]
            }

            /// Reads an object by its `kind`.
            fn decode_kind(
                node: &$crate::decode::Node<'_>,
                errors: &mut $crate::decode::Errors,
            ) -> Option<Self> {
                let mut object = node.object(errors)?;
                let kind = object.required("kind", errors, |node, errors| node.string(errors))?;
                let read = match kind.as_ref() {
                    $(
                        <$module::$Type as $crate::kind::Kind>::NAME => {
                            <$module::$Type as $crate::kind::Kind>::decode(&mut object, errors).map(Self::$Variant)
                        }
                    )+
                    unknown => {
                        let at = object.pointer_to("kind");
                        return $crate::kind::refuse(at, unknown, Self::NAMES, Self::PLANNED, errors);
                    }
                };
                object.finish(errors);
                read
            }
        }

        impl serde::Serialize for $Family {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("kind", self.name())?;
                match self {
                    $(Self::$Variant(kind) => $crate::kind::Kind::write(kind, &mut map)?,)+
                }
                map.end()
            }
        }
    };
}
pub(crate) use kinds;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefit::Benefit;
    use crate::condition::Leaf;
    use crate::unsaved::UnsavedRequest;

    #[test]
    fn every_worked_example_is_priced_and_its_coupon_applies() {
        for manual in Benefit::manuals().into_iter().chain(Leaf::manuals()) {
            let request: UnsavedRequest = crate::from_json(manual.worked_example.to_string().as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error:?}", manual.name));
            let quote = request.price();
            let applied = quote.discounts.applied.iter().any(|entry| &*entry.coupon_id == Manual::COUPON_ID);
            let rejected = &quote.discounts.rejected;
            assert!(applied || quote.totals.balance_used > 0, "{}: {rejected:?}", manual.name);
        }
    }

    #[test]
    fn every_manual_is_complete() {
        for manual in Benefit::manuals().into_iter().chain(Leaf::manuals()) {
            let name = manual.name;
            assert!(!manual.summary_en.is_empty() && manual.summary_en != manual.summary_fr, "{name}");
            assert!(manual.schema["title"].is_string() && manual.schema["description"].is_string(), "{name}");
            assert!(!manual.reasons.is_empty(), "{name}");
            let chapter = manual.model_section.split('.').next();
            assert!(["3", "4", "5"].map(Some).contains(&chapter), "{name}: {}", manual.model_section);
        }
    }
}
