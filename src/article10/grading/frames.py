"""Messages of JSON over a socket: four bytes of length, then the text.

What arrives is data and nothing more: a reader limits size, depth and time.
"""

import json
import socket
import struct
import time

_HEAD = struct.Struct("!I")


class Closed(Exception):  # noqa: N818  (an event)
    """The other side has gone."""


class TooSlow(Exception):  # noqa: N818
    """The other side did not answer in time."""


class Garbled(Exception):  # noqa: N818
    """The other side sent what is no message."""


class Channel:
    """One end of a socket. ``limit`` is the size in bytes of a message that it accepts."""

    def __init__(self, end: socket.socket, limit: int):
        self.end = end
        self.limit = limit

    def send(self, message: object) -> None:
        """Raises Closed when nobody listens any more."""
        body = json.dumps(message, ensure_ascii=True).encode()
        try:
            self.end.settimeout(None)
            self.end.sendall(_HEAD.pack(len(body)) + body)
        except OSError as error:
            raise Closed from error

    def receive(self, seconds: float | None = None) -> object:
        """The next message. Raises Closed, TooSlow after ``seconds``, or Garbled."""
        until = None if seconds is None else time.monotonic() + seconds
        (size,) = _HEAD.unpack(self._read(_HEAD.size, until))
        if size > self.limit:
            raise Garbled(f"a message of {size} bytes")
        try:
            return json.loads(self._read(size, until))
        except (ValueError, RecursionError) as error:
            raise Garbled(str(error)[:100]) from None

    def _read(self, size: int, until: float | None) -> bytes:
        parts, missing = [], size
        while missing:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                raise TooSlow
            try:
                self.end.settimeout(left)
                part = self.end.recv(min(missing, 1 << 20))
            except TimeoutError:
                raise TooSlow from None
            except OSError as error:
                raise Closed from error
            if not part:
                raise Closed
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        self.end.close()
