//! A QR code (ISO/IEC 18004) as a page draws it.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// White modules on every side, which readers need.
const QUIET: usize = 4;

/// A picture of a text: a path in a square.
pub(crate) struct Qr {
    /// The side of the square, in modules.
    pub(crate) side: usize,
    /// The dark modules.
    pub(crate) path: String,
}

impl Qr {
    /// The picture; `None` where a text is too long for one.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::new(text).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (at, color) in code.into_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
            }
        }
        Some(Self { side: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_drawn_with_a_quiet_zone() {
        let qr = Qr::of("TEN-FROM-100").unwrap();
        assert_eq!(qr.side, 21 + 8, "version 1 has 21 modules");
        // The finder's corner stands behind the quiet zone, and nothing before it.
        assert!(qr.path.starts_with("M4 4h1v1h-1z"), "{}", qr.path);
        assert!(Qr::of(&"x".repeat(5_000)).is_none());
    }
}
