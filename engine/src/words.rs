//! Enums that are one word in a document.

/// Gives an enum its words: `WORDS`, `as_str`, reading and writing.
macro_rules! words {
    ($($Type:ident { $($Variant:ident = $word:literal),+ $(,)? })+) => {
        $(
            impl $Type {
                /// The words of a document.
                pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$Variant)),+];

                /// The word in a document.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self {
                        $(Self::$Variant => $word,)+
                    }
                }
            }

            impl serde::Serialize for $Type {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            impl $crate::decode::Decode for $Type {
                fn decode(
                    node: &$crate::decode::Node<'_>,
                    errors: &mut $crate::decode::Errors,
                ) -> Option<Self> {
                    node.word(Self::WORDS, errors)
                }
            }
        )+
    };
}
pub(crate) use words;
