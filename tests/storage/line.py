"""A way to a server that can be cut at a chosen moment."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit


class Line:
    """The way to the server, which can be cut: at once, or before or after the next word ``COMMIT`` goes over it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._to = (parts.hostname or "", parts.port or 5432)
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        self.url = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}", query="sslmode=disable")
        self.cut = ""
        self.dead = False
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def down(self) -> None:
        self.dead = True
        self._hang_up()

    def close(self) -> None:
        self.down()
        hang_up(self._listening)
        for thread in self._threads:
            thread.join()
        for end in (self._listening, *self._ends):
            end.close()

    def _hang_up(self) -> None:
        for end in self._ends:
            hang_up(end)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listening.accept()
                if self.dead:
                    here.close()
                    continue
                there = socket.create_connection(self._to)
                self._ends += [here, there]
                self._start(self._carry, here, there, True)
                self._start(self._carry, there, here, False)

    def _carry(self, source: socket.socket, target: socket.socket, asking: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                cut = self.cut if asking and b"COMMIT" in data else ""
                if cut == "before":
                    self.cut = ""
                    self._hang_up()
                    return
                if cut == "after":
                    # The server gets it, and nobody hears its answer.
                    self.cut = ""
                    hang_up(source)
                    target.sendall(data)
                    return
                if cut == "for good":
                    self.down()
                    return
                target.sendall(data)
        hang_up(target)


def hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
