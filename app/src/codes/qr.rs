//! Draws a QR code (ISO/IEC 18004), with the quiet zone of four modules that readers need.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::problem::{ErrorCode, Problem};

/// White modules on every side.
const QUIET: usize = 4;

/// What a QR code is drawn as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QrFormat {
    /// Sharp at any size.
    #[default]
    Svg,
    /// Black and white, a bit for each pixel.
    Png,
}

/// A QR code before it is drawn.
pub(crate) struct Qr {
    modules: Vec<bool>,
    /// Modules of a side, the quiet zone not counted.
    width: usize,
}

impl Qr {
    /// The QR code of a text, with as much of it repeated (level M, or L for a long text) that dirt does no harm.
    pub(crate) fn of(text: &str) -> Result<Self, Problem> {
        let made = QrCode::with_error_correction_level(text, EcLevel::M)
            .or_else(|_| QrCode::with_error_correction_level(text, EcLevel::L));
        let code = made.map_err(|_| Problem::of(ErrorCode::TooLongForQr))?;
        let width = code.width();
        Ok(Self { modules: code.into_colors().into_iter().map(|color| color == Color::Dark).collect(), width })
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.modules[y * self.width + x]
    }

    /// A picture of `size` pixels a side by itself; `title` is what who does not see it is told.
    pub(super) fn svg(&self, size: usize, title: &str) -> String {
        let side = self.width + 2 * QUIET;
        let mut path = String::new();
        for y in 0..self.width {
            let mut x = 0;
            while x < self.width {
                let run = (x..self.width).take_while(|x| self.is_dark(*x, y)).count();
                if run > 0 {
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
             aria-labelledby=\"title\" shape-rendering=\"crispEdges\"><title id=\"title\">{title}</title>\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>\n"
        )
    }

    /// A picture of `size` pixels a side, or of one for each module where that is more. Modules are whole pixels; what is
    /// left over is white around them.
    pub(crate) fn png(&self, size: usize) -> Result<Vec<u8>, Problem> {
        let modules = self.width + 2 * QUIET;
        let scale = (size / modules).max(1);
        let side = size.max(modules * scale);
        let before = (side - modules * scale) / 2 + QUIET * scale;
        let row_bytes = side.div_ceil(8);
        let mut pixels = vec![0xff_u8; row_bytes * side];
        for y in before..side {
            for x in before..side {
                if self.is_dark((x - before) / scale, (y - before) / scale) {
                    pixels[y * row_bytes + x / 8] &= !(0x80 >> (x % 8));
                }
            }
        }
        written(side, &pixels).map_err(|error| {
            tracing::error!(%error, "a picture could not be written");
            Problem::of(ErrorCode::Internal)
        })
    }
}

fn written(side: usize, pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader of QR codes reads from a PNG, and the pixels of its side.
    fn read(bytes: &[u8]) -> (String, usize) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let side = usize::try_from(info.width).unwrap();
        assert_eq!((info.width, info.bit_depth), (info.height, png::BitDepth::One));
        let bit = |x: usize, y: usize| pixels[y * info.line_size + x / 8] >> (7 - x % 8) & 1;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| bit(x, y) * 255);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        (grids[0].decode().unwrap().1, side)
    }

    #[test]
    fn a_reader_reads_what_was_drawn() {
        for text in ["VIP-7KQ2", "https://shop.example/?coupon=\u{e9}T\u{c9}-20", &"x".repeat(300)] {
            let qr = Qr::of(text).unwrap();
            for size in [256, 333, 1_000] {
                assert_eq!(read(&qr.png(size).unwrap()), (text.to_owned(), size), "{size}");
            }
        }
        let long = Qr::of(&"x".repeat(2_500)).unwrap();
        assert_eq!(read(&long.png(700).unwrap()).0.len(), 2_500);
        let side = long.width + 2 * QUIET;
        assert_eq!(
            png::Decoder::new(std::io::Cursor::new(long.png(64).unwrap())).read_info().unwrap().info().width,
            u32::try_from(side).unwrap()
        );
        assert_eq!(Qr::of(&"x".repeat(3_000)).map(drop).unwrap_err().error, ErrorCode::TooLongForQr);
    }

    #[test]
    fn a_drawing_has_a_title_and_a_quiet_zone() {
        let qr = Qr::of("VIP-7KQ2").unwrap();
        let svg = qr.svg(200, "A <b> & c");
        assert!(svg.contains("<title id=\"title\">A &lt;b&gt; &amp; c</title>"), "{svg}");
        let side = qr.width + 8;
        assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")) && svg.contains("width=\"200\""));
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "the first finder begins behind four white modules");
        let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
        let drawn: usize = path.split('h').filter_map(|part| part.split('v').next()?.parse::<usize>().ok()).sum();
        assert_eq!(drawn, qr.modules.iter().filter(|dark| **dark).count());
    }
}
