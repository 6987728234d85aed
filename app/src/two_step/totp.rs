//! Codes that two sides compute from a shared secret and the time: RFC 6238 with its usual values, HMAC-SHA1, six digits
//! and half a minute, for they are those that every authenticator knows.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;

use crate::codes::encoded;

/// Bytes of a secret: as many as RFC 4226 recommends.
pub(super) const SECRET: usize = 20;
/// Seconds of a step.
const STEP: i64 = 30;
/// Codes are below.
const CODES: u32 = 1_000_000;
/// Steps that a clock may be ahead or behind.
const DRIFT: i64 = 1;
/// The characters of base 32, RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step of which a code is the code, now or one step beside it, later than the last that was taken.
pub(super) fn accepted(secret: &[u8], code: u32, now: Timestamp, last_step: i64) -> Option<i64> {
    let present = step_at(now);
    (present - DRIFT..=present + DRIFT).filter(|step| *step > last_step).find(|step| code_of(secret, *step) == code)
}

fn step_at(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP)
}

fn code_of(secret: &[u8], step: i64) -> u32 {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let from = usize::from(digest[19] & 0x0f);
    let word = digest[from..from + 4].iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    (word & 0x7fff_ffff) % CODES
}

/// The code that an authenticator with this secret in base 32 shows at an instant, for a test that has no authenticator.
#[doc(hidden)]
#[must_use]
pub fn shown_code(secret: &str, at: Timestamp) -> Option<String> {
    let mut bytes = Vec::with_capacity(SECRET);
    let (mut bits, mut held) = (0_u32, 0);
    for one in secret.bytes().filter(|one| *one != b' ') {
        let value = BASE32.iter().position(|known| *known == one)?;
        bits = bits << 5 | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff).to_be_bytes()[3]);
        }
    }
    Some(format!("{:06}", code_of(&bytes, step_at(at))))
}

/// A text of six digits as the code it is; spaces do not matter.
pub(crate) fn parse(typed: &str) -> Option<u32> {
    let digits: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
    let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { digits.parse().ok() } else { None }
}

/// Bytes in base 32, five bits a character, without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let mut padded = [0; 8];
        padded[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(padded);
        for place in 0..(chunk.len() * 8).div_ceil(5) {
            let index = usize::try_from(bits >> (35 - 5 * place) & 31).unwrap_or_default();
            text.push(char::from(BASE32[index]));
        }
    }
    text
}

/// What an authenticator reads from the QR code: whose account, of which shop, and the secret.
pub(super) fn address(shop: &str, email: &str, secret: &[u8]) -> String {
    let (shop, email) = (encoded(shop), encoded(email));
    format!("otpauth://totp/{shop}:{email}?secret={}&issuer={shop}&algorithm=SHA1&digits=6&period=30", base32(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_specification() {
        // RFC 6238, appendix B, of its eight digits the last six.
        for (second, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code_of(RFC, step_at(at(second))), code, "{second}");
        }
    }

    #[test]
    fn a_clock_may_be_half_a_minute_off_and_a_code_is_taken_once() {
        let code = code_of(RFC, 100);
        for (second, taken) in
            [(2_969, None), (2_970, Some(100)), (3_000, Some(100)), (3_059, Some(100)), (3_060, None)]
        {
            assert_eq!(accepted(RFC, code, at(second), 0), taken, "{second}");
        }
        assert_eq!(accepted(RFC, code, at(3_000), 99), Some(100));
        assert_eq!(accepted(RFC, code, at(3_000), 100), None);
        assert_eq!(accepted(RFC, (code + 1) % CODES, at(3_000), 0), None);
    }

    #[test]
    fn a_code_is_read_as_authenticators_show_it() {
        assert_eq!((parse("081 804"), parse(" 081804 ")), (Some(81_804), Some(81_804)));
        for other in ["", "81804", "0818045", "08180a", "+81804", "abcd-efgh"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn base_32_is_that_of_the_specification() {
        for (bytes, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()), text, "{bytes}");
        }
        assert_eq!(shown_code(&base32(RFC), at(1_111_111_109)).as_deref(), Some("081804"));
        let address = address("Acme & Co", "ana@shop.example", RFC);
        assert!(
            address.starts_with("otpauth://totp/Acme%20%26%20Co:ana%40shop.example?secret=GEZDGNBVGY3TQOJQGEZDGNBV")
        );
    }
}
