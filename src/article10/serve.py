"""A small server for the built site, with the media types that a static host must send."""

import errno
import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from article10.errors import Article10Error


class Handler(SimpleHTTPRequestHandler):
    # The in-browser kernel does not start when .mjs comes as anything but JavaScript.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".ipynb": "application/json",
        ".whl": "application/octet-stream",
    }

    def log_message(self, *args):
        """Say nothing: the terminal is for the address."""


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A reader who leaves a page while it loads is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder, port: int) -> ThreadingHTTPServer:
    """A server of ``folder`` on 127.0.0.1; port 0 takes a free one.

    Raises Article10Error when the folder holds no site or the port is taken.
    """
    folder = Path(folder)
    if not (folder / "index.html").exists():
        raise Article10Error(f"{folder} holds no site: run `make site` first")
    try:
        return Server(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise Article10Error(
            f"port {port} is taken; choose another, such as `make book PORT={port + 1}`"
        ) from error


def serve(folder, port: int) -> None:
    """Serve until interrupted."""
    with server(folder, port) as running:
        print(
            f"The Open Door is on http://127.0.0.1:{running.server_port} (Ctrl+C stops)", flush=True
        )
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()
