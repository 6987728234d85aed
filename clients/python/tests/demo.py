"""The real server: ``tessera demo`` of the binary in TESSERA_BINARY, on a free port, for one test class."""

from __future__ import annotations

import itertools
import os
import re
import signal
import socket
import subprocess
import threading
import time
import unittest
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tessera_client import Tessera, TesseraError

count = itertools.count(1)


def unique(prefix: str) -> str:
    """Text that no other test has."""
    return f"{prefix}-{os.getpid()}-{next(count)}"


def cart(quantity: int = 2, customer: str | None = None) -> Any:
    made: dict[str, Any] = {
        "currency": "USD",
        "line_items": [{"id": "l1", "product_id": "scarf-lambswool-red", "quantity": quantity, "unit_price": 4500}],
    }
    return {**made, "customer": {"id": customer}} if customer else made


def terms(code: str, **more: Any) -> Any:
    benefits = [{"kind": "percent_off", "percent": 20}]
    return {"name": f"Test {code}", "status": "enabled", "code": code, "benefits": benefits, **more}


class DemoCase(unittest.TestCase):
    url: str
    key: str
    publishable: str
    shop: Tessera

    @classmethod
    def setUpClass(cls) -> None:
        binary = os.environ.get("TESSERA_BINARY")
        if not binary:
            raise RuntimeError("Set TESSERA_BINARY to the server's binary, such as target/release/tessera")
        environment = {**os.environ, "RUST_LOG": "warn"}
        process = subprocess.Popen([binary, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment)
        assert process.stdout
        output = process.stdout

        def stop() -> None:
            process.send_signal(signal.SIGINT)
            process.wait()
            output.close()

        cls.addClassCleanup(stop)
        text = ""
        while "Ctrl-C" not in text:
            line = output.readline()
            if not line:
                raise RuntimeError(f"the demo ended:\n{text}")
            text += line

        def find(pattern: str) -> str:
            found = re.search(pattern, text)
            assert found, text
            return found[1]

        cls.url = find(r"Home\s+(http:\S+?)/?\s")
        cls.key = find(r"Secret key\s+(sk_\S+)")
        cls.publishable = find(r"Publishable key\s+(pk_\S+)")
        # It prints its addresses a moment before it listens.
        for left in reversed(range(100)):
            try:
                with urllib.request.urlopen(f"{cls.url}/readyz"):
                    break
            except OSError:
                if left == 0:
                    raise
                time.sleep(0.1)
        cls.shop = Tessera(cls.url, cls.key)
        cls.addClassCleanup(cls.shop.close)

    def make_coupon(self, **more: Any) -> tuple[Any, str]:
        """A coupon with a code of its own."""
        code = unique("PY").upper()
        return self.shop.create_coupon(terms(code, **more)), code

    def refused(
        self, code: str, status: int, call: Callable[..., Any], *arguments: Any, **options: Any
    ) -> TesseraError:
        with self.assertRaises(TesseraError) as caught:
            call(*arguments, **options)
        self.assertEqual((caught.exception.code, caught.exception.status), (code, status), str(caught.exception))
        return caught.exception


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def answer(self) -> None:
        length = int(self.headers.get("content-length", 0))
        self.body = self.rfile.read(length)
        self.server.seen.append((self.command, self.path, dict(self.headers.items()), self.body))
        self.nth = len(self.server.seen)
        self.server.fault(self)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def ask(self, target: str) -> tuple[int, bytes]:
        """The answer of the server behind."""
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection", "content-length")}
        request = urllib.request.Request(target + self.path, self.body or None, headers, method=self.command)
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content_type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def problem(self, status: int, code: str, **headers: str) -> None:
        body = f'{{"type":"/docs/errors","title":"No","status":{status},"detail":"no","code":"{code}","request_id":"req_1"}}'
        self.send(status, body.encode(), **{"content_type": "application/problem+json", **headers})

    def drop(self) -> None:
        """Ends the connection without another byte."""
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A server on a free port that answers as ``fault`` says and keeps what it saw."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, fault: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fault = fault
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def keys(self) -> list[str | None]:
        return [headers.get("Idempotency-Key") for _, _, headers, _ in self.seen]
