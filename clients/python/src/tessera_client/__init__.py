"""Client of Tessera, the self-hosted coupon and discount system."""

from .errors import TesseraError
from .listing import List
from .tessera import Tessera
from .webhooks import WebhookError, verify_webhook

__all__ = ["List", "Tessera", "TesseraError", "WebhookError", "verify_webhook"]
