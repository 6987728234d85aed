//! What a command prints. Whoever reads it may close the pipe early, as `| head` does: the rest is then not missed.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};

/// As `print!`, but quiet when nobody reads any more.
macro_rules! say {
    ($($text:tt)*) => { $crate::say::write(format_args!($($text)*)) };
}

/// As `println!`, but quiet when nobody reads any more.
macro_rules! say_line {
    ($($text:tt)*) => { $crate::say::write(format_args!("{}\n", format_args!($($text)*))) };
}

/// Writes text to the standard output. A pipe that is closed swallows it, so that a command with an effect is not ended
/// half way; any other failure is told.
pub(crate) fn write(text: Arguments<'_>) {
    let mut out = stdout().lock();
    match out.write_fmt(text).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => eprintln!("tessera: cannot write to the standard output: {error}"),
    }
}
