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
        let colors = code.into_colors();
        let mut path = String::new();
        for (y, row) in colors.chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run[0] == Color::Dark {
                    let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET, length = run.len());
                }
                x += run.len();
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
        // The finder's upper edge, seven modules, stands behind the quiet zone, and nothing before it.
        assert!(qr.path.starts_with("M4 4h7v1h-7z"), "{}", qr.path);
        let runs =
            qr.path.split_terminator('z').map(|run| run.split(['h', 'v']).nth(1).unwrap().parse::<usize>().unwrap());
        let dark =
            QrCode::new("TEN-FROM-100").unwrap().into_colors().iter().filter(|color| **color == Color::Dark).count();
        assert_eq!(runs.sum::<usize>(), dark, "every dark module is drawn once");
        assert!(Qr::of(&"x".repeat(5_000)).is_none());
    }
}
