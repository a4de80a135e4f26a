"""The demo's web server: Django's own, in a thread of this process."""

from __future__ import annotations

import threading
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

PORTS_TRIED = 20


class QuietHandler(WSGIRequestHandler):
    """Requests are no news in the demo."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Site:
    """Serves the admin and the webhook endpoint on the first free port from ``port`` on."""

    def __init__(self, port: int) -> None:
        self.server = self._listen(port)
        self.server.set_app(StaticFilesHandler(get_wsgi_application()))
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @staticmethod
    def _listen(port: int) -> ThreadedWSGIServer:
        for candidate in range(port, port + PORTS_TRIED):
            try:
                return ThreadedWSGIServer(("127.0.0.1", candidate), QuietHandler)
            except OSError:
                continue
        raise SystemExit(
            f"The ports {port} to {port + PORTS_TRIED - 1} are all taken. "
            "Choose another: DJSTRIPE_DEMO_PORT=9000 make demo"
        )

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
