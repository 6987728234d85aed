//! What goes into a statement and what comes out.

use jiff::Timestamp;

use crate::error::StoreError;

/// A parameter of a statement.
#[derive(Clone, Copy, Debug)]
pub enum Param<'a> {
    /// No value.
    Null,
    /// A number, a time in microseconds UTC, or a boolean as 0 or 1.
    Integer(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

/// The parameters of a statement, `?1` first.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::value::Param::from($value)),*] };
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Param<'_> {
    fn from(value: u32) -> Self {
        Self::Integer(i64::from(value))
    }
}

/// A count above 2^63 - 1 cannot be reached and is stored as 2^63 - 1.
impl From<u64> for Param<'_> {
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<Timestamp> for Param<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Integer(value.as_microsecond())
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a Option<String>> for Param<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().into()
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a> From<&'a [u8; 32]> for Param<'a> {
    fn from(value: &'a [u8; 32]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// A number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    /// The value as a parameter.
    pub(crate) fn as_param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Integer(number) => Param::Integer(*number),
            Self::Text(text) => Param::Text(text),
            Self::Blob(bytes) => Param::Blob(bytes),
        }
    }
}

impl From<Param<'_>> for Value {
    fn from(param: Param<'_>) -> Self {
        match param {
            Param::Null => Self::Null,
            Param::Integer(number) => Self::Integer(number),
            Param::Text(text) => Self::Text(text.to_owned()),
            Param::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

/// A row of a result, read from its first column to its last.
#[derive(Debug)]
pub struct Row(std::vec::IntoIter<Value>);

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Self(values.into_iter())
    }

    /// The next column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] after the last.
    pub fn value(&mut self) -> Result<Value, StoreError> {
        self.0.next().ok_or_else(|| StoreError::Corrupt("a row has fewer columns than expected".to_owned()))
    }

    /// The next column as text.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is not text.
    pub fn text(&mut self) -> Result<String, StoreError> {
        match self.value()? {
            Value::Text(text) => Ok(text),
            other => Err(unexpected("text", &other)),
        }
    }

    /// The next column as text that may be absent.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is neither.
    pub fn optional_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.value()? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            other => Err(unexpected("text", &other)),
        }
    }

    /// The next column as a number.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is not a number.
    pub fn integer(&mut self) -> Result<i64, StoreError> {
        self.optional_integer()?.ok_or_else(|| unexpected("a number", &Value::Null))
    }

    /// The next column as a number that may be absent.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is neither.
    pub fn optional_integer(&mut self) -> Result<Option<i64>, StoreError> {
        match self.value()? {
            Value::Null => Ok(None),
            Value::Integer(number) => Ok(Some(number)),
            other => Err(unexpected("a number", &other)),
        }
    }

    /// The next column as a count.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is not a number or below zero.
    pub fn unsigned(&mut self) -> Result<u64, StoreError> {
        self.optional_unsigned()?.ok_or_else(|| unexpected("a count", &Value::Null))
    }

    /// The next column as a count that may be absent.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is neither.
    pub fn optional_unsigned(&mut self) -> Result<Option<u64>, StoreError> {
        let number = self.optional_integer()?;
        number.map(u64::try_from).transpose().map_err(|_| StoreError::Corrupt("a count is below zero".to_owned()))
    }

    /// The next column as a boolean.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is not a number.
    pub fn flag(&mut self) -> Result<bool, StoreError> {
        Ok(self.integer()? != 0)
    }

    /// The next column as an instant.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is no number of microseconds.
    pub fn time(&mut self) -> Result<Timestamp, StoreError> {
        self.optional_time()?.ok_or_else(|| unexpected("a time", &Value::Null))
    }

    /// The next column as an instant that may be absent.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is neither.
    pub fn optional_time(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let micros = self.optional_integer()?;
        micros
            .map(Timestamp::from_microsecond)
            .transpose()
            .map_err(|_| StoreError::Corrupt("a time is out of range".to_owned()))
    }

    /// The next column as bytes.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is not bytes.
    pub fn blob(&mut self) -> Result<Vec<u8>, StoreError> {
        match self.value()? {
            Value::Blob(bytes) => Ok(bytes),
            other => Err(unexpected("bytes", &other)),
        }
    }

    /// The next column as a SHA-256.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is not 32 bytes.
    pub fn digest(&mut self) -> Result<[u8; 32], StoreError> {
        self.blob()?.try_into().map_err(|_| StoreError::Corrupt("a digest has not 32 bytes".to_owned()))
    }
}

fn unexpected(wanted: &str, found: &Value) -> StoreError {
    let found = match found {
        Value::Null => "nothing",
        Value::Integer(_) => "a number",
        Value::Text(_) => "text",
        Value::Blob(_) => "bytes",
    };
    StoreError::Corrupt(format!("a column holds {found} where {wanted} is expected"))
}
