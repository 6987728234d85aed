//! What the compiled module exports: numbers and memory only, so that any WebAssembly runtime can call it and no glue
//! has to be generated. The crate's front page describes the calls.
//!
//! One buffer goes in and one comes out. Both belong to the module and nothing here follows a raw pointer: the host
//! writes into the buffer it was told of before it calls [`tessera_price`].

#![allow(
    unsafe_code,
    reason = "a name that a host can find is `#[unsafe(no_mangle)]`; the names begin with `tessera_`"
)]

use std::cell::RefCell;

use crate::price_unsaved;

/// The body and the answer of this thread; a module has one.
struct Buffers {
    input: Vec<u8>,
    output: Vec<u8>,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = const { RefCell::new(Buffers { input: Vec::new(), output: Vec::new() }) };
}

/// Makes room for a body of `length` bytes and answers where the host shall write it. Valid until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn tessera_input(length: usize) -> *mut u8 {
    BUFFERS.with_borrow_mut(|buffers| {
        buffers.input.clear();
        buffers.input.resize(length, 0);
        buffers.input.as_mut_ptr()
    })
}

/// Prices the body that was written: 0 when the answer is a quote, 1 when it is a list of faults.
#[unsafe(no_mangle)]
pub extern "C" fn tessera_price() -> u32 {
    BUFFERS.with_borrow_mut(|buffers| {
        let (status, answer) = match price_unsaved(&buffers.input) {
            Ok(quote) => (0, quote),
            Err(faults) => (1, faults),
        };
        buffers.output = answer;
        status
    })
}

/// Where the answer of the last [`tessera_price`] stands. Valid until the next one.
#[unsafe(no_mangle)]
pub extern "C" fn tessera_output() -> *const u8 {
    BUFFERS.with_borrow(|buffers| buffers.output.as_ptr())
}

/// How many bytes that answer has.
#[unsafe(no_mangle)]
pub extern "C" fn tessera_output_length() -> usize {
    BUFFERS.with_borrow(|buffers| buffers.output.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Vec<u8> {
        BUFFERS.with_borrow(|buffers| buffers.output.clone())
    }

    #[test]
    fn a_body_goes_in_and_the_faults_come_out() {
        assert!(!tessera_input(2).is_null());
        BUFFERS.with_borrow_mut(|buffers| buffers.input.copy_from_slice(b"{}"));
        assert_eq!(tessera_price(), 1);
        let faults: serde_json::Value = serde_json::from_slice(&answer()).unwrap();
        assert_eq!((&faults[0]["pointer"], &faults[0]["code"]), (&"/cart".into(), &"required".into()));
        assert_eq!(tessera_output_length(), answer().len());
        assert!(!tessera_output().is_null());
    }

    #[test]
    fn nothing_of_the_last_body_is_left() {
        tessera_input(3);
        BUFFERS.with_borrow_mut(|buffers| buffers.input.copy_from_slice(b"abc"));
        tessera_input(4);
        assert_eq!(BUFFERS.with_borrow(|buffers| buffers.input.clone()), [0; 4]);
    }
}
