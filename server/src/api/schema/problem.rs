//! The problem document, RFC 9457.

use utoipa::ToSchema;

/// Why a request was not done: `application/problem+json`, RFC 9457. Some codes add members: `quote`, `rejected`, `changed`.
#[derive(ToSchema)]
#[schema(example = json!({
    "type": "/docs/errors#discount_not_available", "title": "A discount is not available", "status": 409,
    "detail": "A presented code gives nothing now; `rejected` says why.", "code": "discount_not_available", "request_id": "req_3f0c2a91b70000000017"
}))]
pub(crate) struct Problem {
    /// Where the code is explained.
    #[schema(format = "uri-reference")]
    r#type: String,
    /// The same for every occurrence of the code.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened here, in words.
    detail: String,
    /// Stable; programs may rely on it. All are listed at `/docs/errors`.
    code: String,
    /// Stands in the log; that of the first request when a kept answer is repeated.
    request_id: String,
    /// Every fault of a malformed body.
    #[schema(nullable = false)]
    errors: Option<Vec<FieldError>>,
}

/// One fault of a body.
#[derive(ToSchema)]
pub(crate) struct FieldError {
    /// JSON pointer (RFC 6901) to the member.
    #[schema(format = "json-pointer")]
    pointer: String,
    /// Stable code, such as `unknown_field`, `wrong_type`, `out_of_range`, `required`.
    code: String,
    /// What is wrong and the way out.
    detail: String,
}
