"""A message broker of a run's own, which may be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class NoBroker(Exception):
    """The broker's program is not on this machine."""


class Redis:
    """A Redis that keeps nothing on disk: killed, it has forgotten every message."""

    program = "redis-server"
    seconds = 10.0

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [self.program, "--port", str(self.port), "--save", "", "--dir", str(self.directory)]

    def environment(self) -> dict[str, str]:
        return {}

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            self.command(),
            env={**os.environ, **self.environment()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        ends = time.monotonic() + self.seconds
        while not self.answers():
            if self.process.poll() is not None:
                raise NoBroker(f"{self.program} ended with {self.process.returncode}")
            if time.monotonic() > ends:
                raise NoBroker(f"{self.program} did not answer within {self.seconds:g} s")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """SIGKILL for it and all that it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class RabbitMQ(Redis):
    """A RabbitMQ node; killed, it has its durable messages when it comes back."""

    program = "rabbitmq-server"
    seconds = 60.0

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.distribution = free_port()

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def command(self) -> list[str]:
        # Debian's script of the name turns root into another user, who may not write here.
        own = "/usr/lib/rabbitmq/bin/rabbitmq-server"
        return [own if os.path.exists(own) else self.program]

    def environment(self) -> dict[str, str]:
        plugins = self.directory / "enabled_plugins"
        plugins.write_text("[].")
        configuration = self.directory / "own.conf"
        configuration.write_text(f"listeners.tcp.1 = 127.0.0.1:{self.port}\n")
        return {
            "HOME": str(self.directory),
            "RABBITMQ_NODENAME": f"real{self.port}@localhost",
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "RABBITMQ_CONFIG_FILE": str(configuration),
            "RABBITMQ_DIST_PORT": str(self.distribution),
            "RABBITMQ_MNESIA_BASE": str(self.directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.directory / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
            "RABBITMQ_PID_FILE": str(self.directory / "pid"),
        }


BROKERS = {"redis": Redis, "rabbitmq": RabbitMQ}


@contextmanager
def broker(kind: str) -> Iterator[Redis]:
    """A broker that runs (redis, rabbitmq). Raises NoBroker."""
    maker = BROKERS[kind]
    if shutil.which(maker.program) is None:
        raise NoBroker(f"{maker.program} is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        one = maker(Path(directory))
        try:
            one.start()
            yield one
        finally:
            one.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
