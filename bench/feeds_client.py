"""A server of bench/feeds_server.py in a process of its own, asked over one connection."""

import http.client
import subprocess
import sys


class Server:
    """`ours` or `bare`, serving the filled folder until the block ends."""

    def __init__(self, kind: str, folder: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.feeds_server", kind, folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        port = int(self.process.stdout.readline())  # said once it listens
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait()

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[bytes, str]:
        """The body, empty for a 304, and the ETag."""
        self.connection.request("GET", path, headers=headers or {})
        response = self.connection.getresponse()
        body = response.read()
        if response.status not in (200, 304):
            raise SystemExit(f"{path}: {response.status} {body[:200]!r}")
        return body, response.headers.get("ETag", "")

    def post(self, path: str, body: bytes) -> None:
        self.connection.request("POST", path, body)
        self.connection.getresponse().read()

    def cpu(self) -> float:
        """Milliseconds its process has used so far."""
        return float(self.get("/-/cpu")[0])


def milliseconds(server: Server, path: str, headers: dict[str, str], times: int) -> float:
    """CPU of one request, the mean of several."""
    before = server.cpu()
    for _ in range(times):
        server.get(path, headers)
    spent = server.cpu() - before
    return spent / times
