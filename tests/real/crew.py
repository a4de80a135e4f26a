"""
Processes that do one thing, forked from one that has imported everything; one of them is killed
with SIGKILL every so often, and replaced.

``python -m tests.real.crew ROLE SIZE KILL_EVERY SEED`` prints what is to be known of it (a
server's port), works until SIGTERM, and prints how it went.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import django

GRACE_SECONDS = 30.0


class Crew:
    """
    ``size`` processes that each do ``work()``, and end when they are told to by SIGTERM.

    ``victims`` says which processes may be killed: by default, its own.
    """

    def __init__(self, work: Callable[[], Any], size: int, *, kill_every: float, seed: int) -> None:
        self.work = work
        self.size = size
        self.kill_every = kill_every
        self.random = random.Random(f"crew {seed}")
        self.members: list[int] = []
        self.kills = 0
        self.ends: list[int] = []
        self.stopping = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        next_kill = time.monotonic() + self.kill_every
        parent = os.getppid()
        while not self.stopping:
            if os.getppid() != parent:
                os.killpg(os.getpgrp(), signal.SIGKILL)
            while len(self.members) < self.size:
                self.members.append(self._fork())
            self._reap()
            if self.kill_every and time.monotonic() >= next_kill:
                next_kill += self.kill_every
                self._kill_one()
            time.sleep(0.02)
        for pid in self.members:
            os.kill(pid, signal.SIGTERM)
        ends = time.monotonic() + GRACE_SECONDS
        while self.members and time.monotonic() < ends:
            self.ends += self._reap()
            time.sleep(0.02)
        for pid in self.members:
            os.kill(pid, signal.SIGKILL)
            self.ends.append(-signal.SIGKILL)

    def victims(self) -> list[int]:
        return self.members

    def _stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _fork(self) -> int:
        pid = os.fork()
        if pid:
            return pid
        os.dup2(2, 1)  # what is said on standard output is JSON, and only the parent's
        # Until the work has its own way of being told to stop.
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        code = 1
        try:
            self.work()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(error.code is not None)
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _kill_one(self) -> None:
        victims = self.victims()
        if not victims:
            return
        victim = self.random.choice(victims)
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.kills += 1
        if victim in self.members:
            # At once: whoever is told to stop meanwhile must not find it among those that end.
            os.waitpid(victim, 0)
            self.members.remove(victim)

    def _reap(self) -> list[int]:
        """Those that ended meanwhile: their exit codes, as Python gives them."""
        codes = []
        for pid in list(self.members):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self.members.remove(pid)
                codes.append(os.waitstatus_to_exitcode(status))
        return codes


class CeleryCrew(Crew):
    """
    One Celery worker with a pool; the pool's processes are killed, and Celery replaces them.

    Not before Celery says that it is ready, for until then it replaces none.
    """

    ready = False

    def run(self) -> None:
        signal.signal(signal.SIGUSR1, self._be_ready)
        super().run()

    def _be_ready(self, number: int, frame: object) -> None:
        self.ready = True
        print(json.dumps({}), flush=True)

    def victims(self) -> list[int]:
        if not self.ready:
            return []
        found: list[int] = []
        for pid in self.members:
            said = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
            found += [int(line) for line in said.stdout.split()]
        return found


def drain_the_inbox() -> None:
    from django.core.management import call_command

    call_command("djstripe_worker", rest=0.25, verbosity=0)


def work_off_tasks() -> None:
    from django.core.management import call_command

    call_command(
        "db_worker", interval=0.25, startup_delay=False, verbosity=0, worker_id=f"w{os.getpid()}"
    )


def serve(listening: socket.socket) -> None:
    """Django on a socket that several processes listen at, a thread to a connection."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Server(ThreadedWSGIServer):
        def __init__(self) -> None:
            super().__init__(listening.getsockname(), WSGIRequestHandler, bind_and_activate=False)
            self.socket.close()
            self.socket = listening
            self.server_name, self.server_port = listening.getsockname()
            self.setup_environ()

    server = Server()
    server.set_app(get_wsgi_application())
    server.serve_forever(poll_interval=0.1)


def crew_for(role: str, size: int, kill_every: float, seed: int) -> Crew:
    chances: dict[str, Any] = {"kill_every": kill_every, "seed": seed}
    if role == "server":
        listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
        return Crew(lambda: serve(listening), size, **chances)
    if role == "celery":
        from celery.signals import worker_ready

        from .queue import app

        parent = os.getpid()
        worker_ready.connect(lambda **kwargs: os.kill(parent, signal.SIGUSR1), weak=False)
        words = ["worker", f"--concurrency={size}", "--loglevel=ERROR", "--without-gossip"]
        words += ["--without-mingle", f"--hostname=real{os.getpid()}@%h"]
        return CeleryCrew(lambda: app.worker_main(words), 1, **chances)
    print(json.dumps({}), flush=True)
    return Crew({"worker": drain_the_inbox, "tasks": work_off_tasks}[role], size, **chances)


def main(role: str, size: str, kill_every: str, seed: str) -> None:
    django.setup()
    crew = crew_for(role, int(size), float(kill_every), int(seed))
    crew.run()
    print(json.dumps({"kills": crew.kills, "ends": crew.ends}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
