"""
Documents with an address of their own, which nobody needs a key for: an invoice's PDF.

Stripe gives out such addresses, and whoever has one may read: `invoice_pdf` of an invoice.
"""

from __future__ import annotations

import re

from .state import Record, State

_INVOICE = re.compile(r"/i/(?P<id>in_\w+)/pdf", re.ASCII)


def document(state: State, method: str, path: str) -> bytes | None:
    """The PDF at an address; None if there is none."""
    found = _INVOICE.fullmatch(path) if method == "GET" else None
    if found is None:
        return None
    for shelf in list(state.shelves.values()):
        invoice = shelf.find("invoice", found["id"])
        if invoice is not None and invoice.data.get("invoice_pdf"):
            return pdf(_lines(invoice))
    return None


def _lines(invoice: Record) -> list[str]:
    data = invoice.data
    return [
        f"Invoice {data['number']}",
        f"{data['total']} {str(data['currency']).upper()} in the smallest unit",
        f"Status: {data['status']}",
    ]


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page with these lines. ISO 32000-1, 7.5: header, objects, table, trailer."""
    shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    content = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode("latin-1", "replace")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    size = len(bodies) + 1
    return out + (
        b"xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def _escaped(text: str) -> str:
    return re.sub(r"([\\()])", r"\\\1", text)
