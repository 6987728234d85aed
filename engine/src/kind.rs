//! What a benefit kind and a condition kind have in common as documents: parameters, words, schema, example.
//! One kind is one file; the lists are the `kinds!` of [`benefit`](crate::benefit) and [`condition`](crate::condition).

use serde::ser::SerializeMap;
use serde_json::Value;

use crate::decode::{Errors, Object, codes};
use crate::locale::Locale;

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
///     computed: compute::Compute
/// }
/// ```
macro_rules! kinds {
    (
        $(#[$meta:meta])*
        $Family:ident { $($module:ident :: $Type:ident => $Variant:ident),+ $(,)? }
        planned: [$($planned:literal),* $(,)?]
        computed: $Trait:path
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
