//! PostgreSQL makes NUMERIC of a sum of BIGINT. Every such sum of ours is whole and fits into 64 bits.

/// Reads a whole NUMERIC in its binary form; nothing when it is not whole or too large.
pub(super) fn read_whole(raw: &[u8]) -> Option<i64> {
    let word = |at: usize| Some(i16::from_be_bytes(raw.get(at..at + 2)?.try_into().ok()?));
    let (digits, weight, sign) = (word(0)?, word(2)?, word(4)?);
    let mut value: i128 = 0;
    for index in 0..digits.max(weight.checked_add(1)?).max(0) {
        let digit = if index < digits { i128::from(word(8 + 2 * usize::try_from(index).ok()?)?) } else { 0 };
        if index <= weight {
            value = value.checked_mul(10_000)?.checked_add(digit)?;
        } else if digit != 0 {
            return None;
        }
    }
    match sign {
        0 => i64::try_from(value).ok(),
        0x4000 => i64::try_from(-value).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(weight: i16, sign: i16, digits: &[i16]) -> Vec<u8> {
        let length = i16::try_from(digits.len()).unwrap();
        [length, weight, sign, 0].iter().chain(digits).flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn whole_numbers_are_read() {
        assert_eq!(read_whole(&numeric(0, 0, &[])), Some(0));
        assert_eq!(read_whole(&numeric(0, 0, &[7])), Some(7));
        assert_eq!(read_whole(&numeric(1, 0, &[3])), Some(30_000));
        assert_eq!(read_whole(&numeric(1, 0x4000, &[1, 2345])), Some(-12_345));
        assert_eq!(read_whole(&numeric(4, 0, &[922, 3372, 368, 5477, 5807])), Some(i64::MAX));
    }

    #[test]
    fn what_is_not_whole_or_too_large_is_not() {
        assert_eq!(read_whole(&numeric(0, 0, &[1, 5000])), None);
        assert_eq!(read_whole(&numeric(4, 0, &[922, 3372, 368, 5477, 5808])), None);
        assert_eq!(read_whole(&numeric(0, -0x4000, &[])), None);
        assert_eq!(read_whole(&[0, 1]), None);
    }
}
