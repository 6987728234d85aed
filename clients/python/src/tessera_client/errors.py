from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from .shapes import FieldError, Problem, Quote, Rejected


class TesseraError(Exception):
    """Every fault of a call. ``code`` is stable, decide by it; ``detail`` is for people.

    ``code`` is one of the API (docs/ERRORS.md) or one of the client: ``client_network`` (no whole answer came),
    ``client_timed_out`` (none came in time), ``client_redirect`` (never followed), ``client_unreadable`` (not what the API
    sends), ``client_invalid`` (the call was not sent).
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int = 0,
        request_id: str | None = None,
        problem: Problem | None = None,
        idempotency_key: str | None = None,
        retry_after: float | None = None,
        attempts: int = 0,
        outcome_unknown: bool = False,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.status = status
        """The HTTP status; 0 where no answer came."""
        self.request_id = request_id
        """Finds the request in the server's log."""
        self.problem = problem
        """The whole answer, with members such as ``rejected`` or ``quote``; None where it was no problem of the API."""
        self.idempotency_key = idempotency_key
        """The key that was sent: the same call with it is the same intent."""
        self.retry_after = retry_after
        """How long the server asks to wait, in seconds."""
        self.attempts = attempts
        """How often the request was sent."""
        self.outcome_unknown = outcome_unknown
        """A change may have happened or not: send it again with ``idempotency_key`` to learn it."""

    @property
    def title(self) -> str:
        return self.problem["title"] if self.problem else ""

    @property
    def errors(self) -> list[FieldError]:
        """The faults of the body, each with a JSON pointer; empty where the body is not the cause."""
        return self.problem.get("errors") or [] if self.problem else []

    @property
    def rejected(self) -> list[Rejected]:
        """With ``discount_not_available``: why each code or claim gives nothing."""
        return cast("dict[str, Any]", self.problem or {}).get("rejected") or []

    @property
    def quote(self) -> Quote | None:
        """With ``total_changed``: the quote with the new total."""
        return cast("dict[str, Any]", self.problem or {}).get("quote")
