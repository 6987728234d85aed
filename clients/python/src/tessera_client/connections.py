"""Connections that are kept between calls and shared by threads."""

from __future__ import annotations

import collections
import http.client
import os
import ssl
import time
from dataclasses import dataclass

MOST_IDLE = 16
READ_BYTES = 64 * 1024


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class NoAnswer(Exception):
    """No whole answer came. ``sent``: the request may have arrived; ``stale``: on a connection that had been idle."""

    def __init__(self, cause: BaseException, *, sent: bool, stale: bool) -> None:
        super().__init__(str(cause) or type(cause).__name__)
        self.late = isinstance(cause, TimeoutError)
        self.sent = sent
        self.stale = stale


class Connections:
    def __init__(self, scheme: str, host: str, port: int | None, ssl_context: ssl.SSLContext | None) -> None:
        self._host = host
        self._port = port
        self._ssl = (ssl_context or ssl.create_default_context()) if scheme == "https" else None
        # `append` and `pop` of a deque are safe between threads without a lock, which a fork could leave locked.
        self._idle: collections.deque[http.client.HTTPConnection] = collections.deque()
        self._process = os.getpid()

    def send(self, method: str, target: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Answer:
        """Sends once. The whole of it, up to the last byte of the answer, has ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        connection = self._take()
        stale = connection is not None
        sent = False
        try:
            if connection is None:
                connection = self._new(timeout)
                connection.connect()
            sock = connection.sock
            sock.settimeout(left(deadline))
            sent = True
            broken = False
            try:
                connection.request(method, target, body, headers)
            except (BrokenPipeError, ConnectionResetError):
                # A server that refuses a large body answers before it has read all of it.
                broken = True
            sock.settimeout(left(deadline))
            response = connection.getresponse()
            chunks = []
            while True:
                sock.settimeout(left(deadline))
                chunk = response.read1(READ_BYTES)
                if not chunk:
                    break
                chunks.append(chunk)
            if response.length:
                raise http.client.IncompleteRead(b"", response.length)
            # Reading piece by piece does not close it at the end, and the connection waits for that.
            response.close()
        except (OSError, http.client.HTTPException) as cause:
            if connection is not None:
                connection.close()
            late = isinstance(cause, TimeoutError)
            raise NoAnswer(cause, sent=sent, stale=stale and not late) from cause
        except BaseException:
            # An interrupted call leaves its answer on the connection, where the next call would read it.
            if connection is not None:
                connection.close()
            raise
        if response.will_close or broken:
            connection.close()
        else:
            self._give_back(connection)
        return Answer(response.status, response.headers, b"".join(chunks))

    def close(self) -> None:
        while True:
            try:
                self._idle.pop().close()
            except IndexError:
                return

    def _new(self, timeout: float) -> http.client.HTTPConnection:
        if self._ssl is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        return http.client.HTTPSConnection(self._host, self._port, timeout=timeout, context=self._ssl)

    def _take(self) -> http.client.HTTPConnection | None:
        if self._process != os.getpid():
            # A forked child must not talk on its parent's connections; closing its copies leaves the parent's open.
            self._process = os.getpid()
            self.close()
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _give_back(self, connection: http.client.HTTPConnection) -> None:
        if len(self._idle) < MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()


def left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("the time is over")
    return seconds
