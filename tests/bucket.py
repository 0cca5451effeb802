"""A real server of S3 buckets for tests: rclone before a folder of its own, on loopback, gone with the test run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEY, SECRET = "assurance-tests", "only-for-tests"
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A running server; each folder in its own folder is a bucket."""

    address: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that lead the file store here, as an installation would set them."""
        return {
            "AWS_ENDPOINT": f"http://{self.address}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "eu-west-2",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }

    def bucket(self, name: str) -> str:
        """Make an empty bucket and return the URL of a store in it."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / name).mkdir()
        return f"s3://{name}"


def binary() -> str:
    """Return where rclone is: beside the Python that runs the tests, which the development packages put there."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = shutil.which("rclone", path=path)
    if found is None:
        raise RuntimeError("rclone is not installed; .ci/setup test installs it")
    return found


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """Serve the folders of a folder as buckets until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    running = subprocess.Popen(
        [binary(), "serve", "s3", str(folder), "--addr", address, "--auth-key", f"{KEY},{SECRET}",
         "--config", os.devnull, "--dir-cache-time", "0s"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(address, running)
        yield Server(address, folder)
    finally:
        running.terminate()
        running.wait(20)


def _wait(address: str, running: subprocess.Popen[bytes]) -> None:
    host, _, port = address.rpartition(":")
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and running.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("rclone did not start to serve")
