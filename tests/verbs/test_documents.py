"""Documents that Stripe gives out as bytes: an invoice's PDF, and what a file holds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest

from djstripe.exceptions import DownloadFailed, ImpossibleAPIRequest
from djstripe.gateway import Gateway, use
from djstripe.models import File, Invoice
from djstripe.sandbox import TEST_KEY, Sandbox, Server
from djstripe.sandbox.transport import SandboxHTTPClient

from .worlds import CONNECTED, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(stripe_server: Server, settings: Any) -> Iterator[Server]:
    """The sandbox over HTTP, which the gateway takes for Stripe."""
    settings.STRIPE_TEST_SECRET_KEY = TEST_KEY
    with use(Gateway(api_host=stripe_server.url)):
        yield stripe_server


def test_pdf_of_an_invoice(stripe_sandbox: Sandbox, server: Server) -> None:
    invoice = World.of(stripe_sandbox, connected=False, livemode=False).invoice()

    pdf = invoice.pdf()

    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    assert invoice.number.encode() in pdf


def test_a_draft_has_no_pdf(stripe_sandbox: Sandbox, server: Server) -> None:
    draft = World.of(stripe_sandbox, connected=False, livemode=False).invoice(finalize=False)

    with pytest.raises(ImpossibleAPIRequest, match=r"finalize\(\) it first"):
        draft.pdf()


def test_more_than_was_asked_for_is_not_read(stripe_sandbox: Sandbox, server: Server) -> None:
    invoice = World.of(stripe_sandbox, connected=False, livemode=False).invoice()

    with pytest.raises(DownloadFailed, match="more than 10 bytes"):
        invoice.pdf(max_bytes=10)


@pytest.mark.parametrize("connected", [False, True])
def test_contents_of_a_file(stripe_sandbox: Sandbox, server: Server, connected: bool) -> None:
    w = World.of(stripe_sandbox, connected, livemode=False)
    said = io.BytesIO(b"what was said")
    said.name = "said.txt"
    file = File.create(said, "dispute_evidence", **w.place)

    assert file.contents() == b"what was said"
    assert w.sandbox.requests[-1].account == (CONNECTED if connected else w.sandbox.account)


def test_a_document_that_is_gone(stripe_sandbox: Sandbox, server: Server) -> None:
    url = f"{server.url}/v1/files/file_gone/contents"
    file = File.objects.create(id="file_gone", stripe_data={"url": url})

    with pytest.raises(DownloadFailed, match="404"):
        file.contents()


@pytest.mark.parametrize(
    "url",
    [
        "http://pay.stripe.com/invoice/pdf",
        "https://pay.stripe.com.example.com/pdf",
        "https://169.254.169.254/latest",
        "https://example.com/?pay.stripe.com",
        "file:///etc/passwd",
        "//pay.stripe.com/pdf",
    ],
)
def test_nothing_is_asked_for_elsewhere(stripe_gateway: Gateway, url: str) -> None:
    """An address stands in a payload, and a payload may be anybody's."""
    invoice = Invoice(id="in_1", stripe_data={"invoice_pdf": url})

    with pytest.raises(DownloadFailed, match="is not Stripe's"):
        invoice.pdf()


class Wiretap(SandboxHTTPClient):
    """Notes the headers of what goes by."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.headers: list[dict[str, str]] = []

    def request_stream(self, method: str, url: str, headers: Any = None, *args: Any) -> Any:  # type: ignore[override]
        self.headers.append(dict(headers))
        return super().request_stream(method, url, headers, *args)


def test_the_key_goes_to_the_api_alone(stripe_sandbox: Sandbox, settings: Any) -> None:
    settings.STRIPE_TEST_SECRET_KEY, settings.STRIPE_API_HOST = TEST_KEY, ""
    tap = Wiretap(stripe_sandbox)
    public = Invoice(id="in_1", stripe_data={"invoice_pdf": "https://pay.stripe.com/i/in_1/pdf"})
    with use(Gateway(http_client=tap)) as gateway:
        credentials = (
            World.of(stripe_sandbox, connected=False, livemode=False)
            .row(stripe_sandbox.create("customer"))
            .credentials()
        )
        for url in ("https://files.stripe.com/v1/files/f/contents", "https://pay.stripe.com/x"):
            with pytest.raises(DownloadFailed):
                gateway.download(url, credentials)
        with pytest.raises(DownloadFailed):
            public.pdf()

    assert ["Authorization" in headers for headers in tap.headers] == [True, False, False]
    assert TEST_KEY not in repr(tap.headers[0])
