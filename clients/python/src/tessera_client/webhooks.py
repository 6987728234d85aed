from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from .shapes import Event


class WebhookError(Exception):
    """A delivery that is not to be trusted."""


def verify_webhook(
    body: bytes | str, headers: Mapping[str, str], secrets: str | list[str], *, tolerance_seconds: int = 300
) -> Event:
    """Verifies a delivery by Standard Webhooks and gives its event.

    ``body`` is the raw body, before any parsing. Remember ``event["id"]``, as an event may come twice. While a secret is
    rotated, pass both.
    """
    given = {name.lower(): value for name, value in headers.items()}
    missing = [name for name in ("webhook-id", "webhook-timestamp", "webhook-signature") if not given.get(name)]
    if missing:
        raise WebhookError(f"`{missing[0]}` is missing")
    timestamp = given["webhook-timestamp"]
    if not re.fullmatch(r"[0-9]{1,12}", timestamp) or abs(time.time() - int(timestamp)) > tolerance_seconds:
        raise WebhookError("`webhook-timestamp` is too far from now")
    raw = body.encode() if isinstance(body, str) else body
    signed = f"{given['webhook-id']}.{timestamp}.".encode() + raw
    signatures = [entry[3:].encode() for entry in given["webhook-signature"].split(" ") if entry.startswith("v1,")]
    for secret in [secrets] if isinstance(secrets, str) else secrets:
        expected = base64.b64encode(hmac.new(secret_bytes(secret), signed, hashlib.sha256).digest())
        if any(hmac.compare_digest(expected, signature) for signature in signatures):
            return cast("Event", json.loads(raw))
    raise WebhookError("no signature fits")


def secret_bytes(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret[6:], validate=True) if secret.startswith("whsec_") else b""
    except binascii.Error:
        key = b""
    if not key:
        raise ValueError("a webhook's secret is `whsec_` and Base64")
    return key
