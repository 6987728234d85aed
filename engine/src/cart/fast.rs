//! The fast reader: straight into the structs, every limit of a single value checked on the way.
//! It says no without saying why; the slow reader says why.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{Attribute, Billing, BillingPeriod, Cart, Context, Customer, Fee, Line, Shipping, check};
use crate::decode::{Errors, is_name, limits};
use crate::money::{Currency, Money};

/// A cart by itself.
pub(super) fn cart(body: &[u8]) -> Option<Cart> {
    serde_json::from_slice::<AsObject<CartFields>>(body).ok()?.0.complete()
}

/// The members of a cart as they are written.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CartFields {
    currency: Currency,
    #[serde(default, deserialize_with = "null_or")]
    prices_include_tax: bool,
    #[serde(default, deserialize_with = "objects")]
    line_items: Vec<Line>,
    #[serde(default, deserialize_with = "object_or_absent")]
    shipping: Option<Shipping>,
    #[serde(default, deserialize_with = "objects")]
    fees: Vec<Fee>,
    #[serde(default, deserialize_with = "object_or_absent")]
    customer: Option<Customer>,
    #[serde(default, deserialize_with = "object_or_default")]
    context: Context,
    #[serde(default, deserialize_with = "object_or_absent")]
    billing: Option<Billing>,
}

impl CartFields {
    /// The cart, if it is good as a whole too.
    pub(super) fn complete(self) -> Option<Cart> {
        let mut cart = Cart {
            currency: self.currency,
            prices_include_tax: self.prices_include_tax,
            line_items: self.line_items,
            shipping: self.shipping,
            fees: self.fees,
            customer: self.customer,
            context: self.context,
            billing: self.billing,
        };
        let mut errors = Errors::new();
        check::complete(&mut cart, "", &mut errors);
        errors.is_empty().then_some(cart)
    }
}

/// A value, or its default for `null`.
pub(super) fn null_or<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A struct that was written as an object. What serde derives takes a list of the members' values too.
pub(super) struct AsObject<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for AsObject<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = AsObject<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<AsObject<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(AsObject)
            }
        }
        deserializer.deserialize_map(Members(PhantomData))
    }
}

pub(super) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    AsObject::deserialize(deserializer).map(|object| object.0)
}

fn object_or_absent<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(Option::<AsObject<T>>::deserialize(deserializer)?.map(|object| object.0))
}

pub(super) fn object_or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    object_or_absent(deserializer).map(Option::unwrap_or_default)
}

fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let objects: List<AsObject<T>> = null_or(deserializer)?;
    Ok(objects.0.into_iter().map(|object| object.0).collect())
}

pub(super) fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Name::deserialize(deserializer).map(|name| name.0)
}

pub(super) fn name_or_absent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<Name>::deserialize(deserializer)?.map(|name| name.0))
}

/// The id of a line; empty where it is absent, until [`check`] sets it.
pub(super) fn id_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    name_or_absent(deserializer).map(Option::unwrap_or_default)
}

pub(super) fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    List::<Name>::deserialize(deserializer).map(strings)
}

pub(super) fn names_or_absent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    Ok(Option::<List<Name>>::deserialize(deserializer)?.map(strings))
}

fn strings(names: List<Name>) -> Vec<String> {
    names.0.into_iter().map(|name| name.0).collect()
}

pub(super) fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
    Whole::<{ Cart::LARGEST_AMOUNT.unsigned_abs() }>::deserialize(deserializer)?.money()
}

pub(super) fn amount_or_absent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    Option::<Whole<{ Cart::LARGEST_AMOUNT.unsigned_abs() }>>::deserialize(deserializer)?.map(Whole::money).transpose()
}

pub(super) fn spent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    Option::<Whole<{ Money::MAX_MINOR.unsigned_abs() }>>::deserialize(deserializer)?.map(Whole::money).transpose()
}

pub(super) fn weight<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    type Grams = Whole<{ Cart::LARGEST_AMOUNT.unsigned_abs() }>;
    Ok(Option::<Grams>::deserialize(deserializer)?.map(|grams| grams.0))
}

pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    type Count = Whole<{ Money::MAX_MINOR.unsigned_abs() }>;
    Ok(Option::<Count>::deserialize(deserializer)?.map(|count| count.0))
}

/// 1 to 1,000,000.
pub(super) fn million<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        number @ 1..=Cart::MILLION => Ok(number),
        _ => Err(Error::custom("out of range")),
    }
}

pub(super) fn email<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match name_or_absent(deserializer)? {
        Some(email) if !is_email(&email) => Err(Error::custom("not an e-mail address")),
        email => Ok(email),
    }
}

pub(super) fn country<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match name_or_absent(deserializer)? {
        Some(country) if !is_country(&country) => Err(Error::custom("not a country")),
        country => Ok(country.map(|country| country.to_ascii_uppercase())),
    }
}

/// One `@` with something on either side, no white space, at most 254 characters.
pub(super) fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let filled = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
    filled(parts.next())
        && filled(parts.next())
        && parts.next().is_none()
        && !text.chars().any(char::is_whitespace)
        && text.chars().count() <= Cart::LONGEST_EMAIL
}

/// Two ASCII letters.
pub(super) fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

type Attributes = BTreeMap<String, Attribute>;

pub(super) fn attributes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Attributes>, D::Error> {
    struct Map(Attributes);
    impl<'de> Deserialize<'de> for Map {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Entries;
            impl<'de> Visitor<'de> for Entries {
                type Value = Map;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("attributes by name")
                }

                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Map, A::Error> {
                    let mut read = BTreeMap::<String, Option<Attribute>>::new();
                    while let Some((name, value)) = map.next_entry::<Name, Option<Attribute>>()? {
                        if read.insert(name.0, value).is_some() || read.len() > limits::LIST {
                            return Err(Error::custom("twice, or too many"));
                        }
                    }
                    Ok(Map(read.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()))
                }
            }
            deserializer.deserialize_map(Entries)
        }
    }
    Ok(Option::<Map>::deserialize(deserializer)?.map(|map| map.0))
}

impl<'de> Deserialize<'de> for Attribute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;
        impl Visitor<'_> for Value {
            type Value = Attribute;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a whole number, true or false")
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Attribute, E> {
                Ok(Attribute::Flag(flag))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Attribute, E> {
                if number < -Money::MAX_MINOR {
                    return Err(E::custom("out of range"));
                }
                Ok(Attribute::Number(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Attribute, E> {
                match i64::try_from(number) {
                    Ok(number @ ..=Money::MAX_MINOR) => Ok(Attribute::Number(number)),
                    _ => Err(E::custom("out of range")),
                }
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Attribute, E> {
                if is_name(text) { Ok(Attribute::Text(text.to_owned())) } else { Err(E::custom("not a name")) }
            }
        }
        deserializer.deserialize_any(Value)
    }
}

impl<'de> Deserialize<'de> for BillingPeriod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Name(text) = Name::deserialize(deserializer)?;
        let period = Self::WORDS.iter().find(|(word, _)| *word == text);
        period.map(|(_, period)| *period).ok_or_else(|| Error::custom("not a billing period"))
    }
}

/// An id or a name.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Name, E> {
                if is_name(text) { Ok(Name(text.to_owned())) } else { Err(E::custom("not a name")) }
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// A whole number from 0 to a bound.
struct Whole<const MOST: u64>(u64);

impl<const MOST: u64> Whole<MOST> {
    fn money<E: Error>(self) -> Result<Money, E> {
        i64::try_from(self.0).ok().and_then(Money::new).ok_or_else(|| E::custom("out of range"))
    }
}

impl<'de, const MOST: u64> Deserialize<'de> for Whole<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(deserializer)?;
        if number > MOST { Err(Error::custom("out of range")) } else { Ok(Self(number)) }
    }
}

/// A list of at most 1,000 entries.
pub(super) struct List<T>(pub(super) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = List<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<List<T>, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = sequence.next_element()? {
                    if list.len() == limits::LIST {
                        return Err(Error::custom("too many"));
                    }
                    list.push(entry);
                }
                Ok(List(list))
            }
        }
        deserializer.deserialize_seq(Entries(PhantomData))
    }
}
