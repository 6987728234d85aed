from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from .errors import TesseraError

P = TypeVar("P")
E = TypeVar("E")


class List(Generic[P, E]):
    """A list of the API: iterating walks all of it and asks for the next page only when it is needed.

    ``pages()`` gives whole pages, with their ``next_cursor``.
    """

    def __init__(self, read: Callable[[str | None], Any], first: str | None) -> None:
        self._read = read
        self._first = first

    def pages(self) -> Iterator[P]:
        cursor = self._first
        while True:
            page = self._read(cursor)
            yield page
            following = page.get("next_cursor")
            if following is None:
                return
            if following == cursor:
                raise TesseraError(
                    "client_unreadable", "The list does not go on: `next_cursor` is the cursor that was sent."
                )
            cursor = following

    def __iter__(self) -> Iterator[E]:
        page: Any
        for page in self.pages():
            yield from page["data"]
