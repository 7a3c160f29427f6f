"""The server behind `make book`."""

import socket
import threading
from urllib.request import urlopen

import pytest

from article10.errors import Article10Error
from article10.serve import server


@pytest.fixture
def site(tmp_path):
    (tmp_path / "index.html").write_text("<p>hello")
    (tmp_path / "kernel.mjs").write_text("export {}")
    return tmp_path


def test_modules_come_as_javascript(site):
    host = server(site, 0)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    with urlopen(f"http://127.0.0.1:{host.server_port}/kernel.mjs") as answer:
        assert answer.headers["Content-Type"] == "text/javascript"
    host.shutdown()
    host.server_close()


def test_a_taken_port_says_what_to_do(site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Article10Error, match=f"port {port} is taken; choose another"):
            server(site, port)


def test_a_folder_without_a_site_says_what_to_do(tmp_path):
    with pytest.raises(Article10Error, match="make site"):
        server(tmp_path, 0)
