"""One request with its retries.

Everything that can be sent twice is sent with the same Idempotency-Key each time, so that a lost answer never becomes a
second use.
"""

from __future__ import annotations

import email.utils
import json
import math
import random
import re
import ssl
import time
import urllib.parse
import uuid
from collections.abc import Mapping
from typing import Any

from .connections import Answer, Connections, NoAnswer
from .errors import TesseraError

FIRST_WAIT = 0.25
LONGEST_BACK_OFF = 8.0
# A proxy's 502 and 504 say as little about the outcome as a lost connection.
RETRIED = {429, 502, 503, 504}
# A refusal of these is kept with its Idempotency-Key: had an earlier attempt made the change, that answer would have come.
SETTLED = {404, 409, 412, 422}


class Sender:
    def __init__(
        self,
        url: str,
        key: str,
        *,
        customer_token: str | None,
        timeout: float,
        retries: int,
        max_wait: float,
        ssl_context: ssl.SSLContext | None,
    ) -> None:
        parts = urllib.parse.urlsplit(url)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.username
            or parts.password
            or parts.query
            or parts.fragment
        ):
            raise ValueError("`url` must be http:// or https://, without user, query and fragment")
        if not re.fullmatch(r"[!-~]+", key):
            raise ValueError("`key` must be a key of Tessera")
        if customer_token is not None and not re.fullmatch(r"[A-Za-z0-9_.-]+", customer_token):
            raise ValueError("`customer_token` must be a JWT")
        if not timeout > 0 or retries < 0 or max_wait < 0:
            raise ValueError("`timeout` must be above 0, `retries` and `max_wait` at least 0")
        self._base = parts.path.rstrip("/")
        self._key = key
        self._customer_token = customer_token
        self._timeout = timeout
        self._retries = retries
        self._max_wait = max_wait
        self._connections = Connections(parts.scheme, parts.hostname, parts.port, ssl_context)

    def close(self) -> None:
        self._connections.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        changes: bool = False,
        idempotency_key: str | None = None,
        if_version: int | None = None,
        timeout: float | None = None,
    ) -> Any:
        # http.client would refuse it as if the connection had failed.
        if not re.fullmatch(r"/[!-~]*", path):
            raise TesseraError("client_invalid", "`path` must begin with `/` and be encoded")
        headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {self._key}",
            "User-Agent": "tessera-client-python",
        }
        if self._customer_token is not None:
            headers["Tessera-Customer"] = self._customer_token
        key = (idempotency_key if idempotency_key is not None else str(uuid.uuid4())) if changes else None
        if key is not None:
            if not re.fullmatch(r"[!-~]{1,255}", key):
                raise TesseraError("client_invalid", "`idempotency_key` must be 1 to 255 visible ASCII characters")
            headers["Idempotency-Key"] = key
        if if_version is not None:
            headers["If-Match"] = f'"v{if_version}"'
        data = None
        if body is not None:
            data = write_body(body)
            headers["Content-Type"] = "application/json"
        target = self._base + path + write_query(query)
        seconds = self._timeout if timeout is None else timeout

        attempt = 0
        # Whether an attempt went out whose outcome nobody knows and that no later answer has settled.
        unknown = False
        while True:
            attempt += 1
            try:
                answer = self._connections.send(method, target, headers, data, seconds)
            except NoAnswer as fault:
                unknown = changes and (unknown or fault.sent)
                if fault.stale:
                    # The server ended a connection that was idle: not a fault, so neither waited for nor counted.
                    attempt -= 1
                    continue
                code, detail = (
                    ("client_timed_out", f"No whole answer came within {seconds:g} s.")
                    if fault.late
                    else ("client_network", f"No whole answer came: {fault}.")
                )
                error, again = TesseraError(code, detail), True
                cause: Exception | None = fault
            else:
                outcome = read_answer(answer)
                if not isinstance(outcome, TesseraError):
                    return outcome
                error, again, cause = outcome, is_repeated(outcome), None
                unknown = changes and not is_settled(error) and (unknown or error.outcome_unknown)
            error.idempotency_key, error.attempts, error.outcome_unknown = key, attempt, unknown
            wait = max(error.retry_after or 0.0, back_off(attempt))
            if not again or attempt > self._retries or wait > self._max_wait:
                raise error from cause
            time.sleep(wait)


def read_answer(answer: Answer) -> Any:
    """The answer's value, or the error that it is."""
    status, headers = answer.status, answer.headers
    request_id = headers.get("x-request-id")
    if 300 <= status < 400:
        to = headers.get("location")
        where = f" to {to}" if to else ""
        detail = f"The answer is a redirect{where}, which is not followed. Set `url` to where Tessera is."
        return TesseraError("client_redirect", detail, status=status, request_id=request_id)
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        value = None
    if 200 <= status < 300 and isinstance(value, (dict, list)):
        return value
    retry_after = read_retry_after(headers.get("retry-after"))
    if not (isinstance(value, dict) and isinstance(value.get("code"), str) and isinstance(value.get("detail"), str)):
        kind = headers.get("content-type", "no content type")
        text = answer.body[:200].decode("utf-8", "replace")
        # What stands between may have answered after the change was made.
        unknown = status < 300 or status >= 500
        detail = f"The answer {status} is not of Tessera's API ({kind}): {text}"
        return TesseraError(
            "client_unreadable",
            detail,
            status=status,
            request_id=request_id,
            retry_after=retry_after,
            outcome_unknown=unknown,
        )
    return TesseraError(
        value["code"],
        value["detail"],
        status=status,
        request_id=value.get("request_id", request_id),
        problem=value,  # type: ignore[arg-type]
        retry_after=retry_after,
        outcome_unknown=value["code"] in ("timed_out", "request_in_progress", "internal"),
    )


def is_repeated(error: TesseraError) -> bool:
    return error.status in RETRIED or error.code == "request_in_progress"


def is_settled(error: TesseraError) -> bool:
    return error.problem is not None and error.status in SETTLED and error.code != "request_in_progress"


def write_body(body: Any) -> bytes:
    """Refuses what JSON cannot carry: NaN, a Decimal, text that is not Unicode."""
    try:
        return json.dumps(body, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
    except (TypeError, ValueError) as cause:
        raise TesseraError("client_invalid", f"The body is not JSON: {cause}.") from cause


def write_query(query: Mapping[str, Any] | None) -> str:
    told = {name: value for name, value in (query or {}).items() if value is not None}
    plain = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in told.items()}
    return f"?{urllib.parse.urlencode(plain)}" if plain else ""


def segment(id: str) -> str:
    """An id as a segment of a path. `.` and `..` would be another path, whatever their spelling."""
    if not isinstance(id, str) or id in ("", ".", ".."):
        raise TesseraError("client_invalid", f"{id!r} cannot stand in a path")
    try:
        return urllib.parse.quote(id, safe="")
    except UnicodeEncodeError as cause:
        raise TesseraError("client_invalid", "the id is not valid Unicode") from cause


def read_retry_after(value: str | None) -> float | None:
    """Seconds or an HTTP date."""
    if value is None:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def back_off(attempt: int) -> float:
    """Doubles with each attempt; the random half keeps many clients from coming back together."""
    most = min(LONGEST_BACK_OFF, math.ldexp(FIRST_WAIT, min(attempt, 32) - 1))
    return most / 2 + random.random() * most / 2
