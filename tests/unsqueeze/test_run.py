"""`unsqueeze run` where there is no snippet to run, or nobody to run it: what it says itself."""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest


def run(*arguments: str, sent: bytes) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "unsqueeze", "run", *arguments]
    done = subprocess.run(command, input=sent, capture_output=True, check=False)
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.mark.parametrize("how", [("--json",), ()])
def test_bytes_in_another_encoding_are_told_as_that(how: tuple[str, ...]) -> None:
    """The sandbox is sent half characters in their place, which nobody wrote."""
    done = run(*how, sent=b"# coding: latin-1\nprint('caf\xe9')")

    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "line 2 is not UTF-8 (byte 0xE9): save it as UTF-8" in said
    assert "half a character" not in said


class _Elsewhere(BaseHTTPRequestHandler):
    """A web server that is no sandbox."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(404)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"none")

    def log_message(self, *_: object) -> None:
        pass


def test_of_a_sandbox_that_is_none_one_line_tells() -> None:
    with HTTPServer(("127.0.0.1", 0), _Elsewhere) as server:
        Thread(target=server.handle_request, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        done = run("--sandbox", url, sent=b"1")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "the sandbox answered 404: none" in done.stderr
