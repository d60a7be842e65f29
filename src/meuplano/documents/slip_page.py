"""The boleto as an accessible page to read, copy from and print: the equivalent of its PDF."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meuplano.documents import barcode, qr
from meuplano.documents.slip import Slip, day, reais

TEMPLATE = "documents/slip.html"


def slip_page(slip: Slip, template: str = TEMPLATE) -> str:
    """The whole HTML page. A door's template may extend `documents/slip.html` and fill its `head` and `scripts` blocks.

    The buttons name in `data-copy` the element whose text they copy and stay hidden until a script shows them; what
    is copied stands beside them, so the page needs none.
    """
    return render_to_string(template, context(slip))


def context(slip: Slip) -> dict[str, Any]:
    """What the template needs."""
    amount = reais(slip.amount)
    return {
        "slip": slip,
        "amount": amount,
        "due": day(slip.due),
        "issued_on": day(slip.issued_on),
        "processed_on": day(slip.processed_on),
        "line_digits": "".join(c for c in slip.linha_digitavel if c.isdigit()),
        "barcode_svg": _svg(barcode.svg(slip.barcode, "Código de barras do boleto; a linha digitável está acima")),
        "qr_svg": _svg(qr.svg(slip.pix, f"QR Code do Pix de R$ {amount}; o código para copiar está abaixo"))
        if slip.pix
        else "",
    }


def _svg(text: str) -> SafeString:
    """Our own drawing of digits and modules: no text of a person is in it."""
    return SafeString(text)
