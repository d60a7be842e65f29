"""What browsers call themselves, as a person says it."""

import pytest
from django.utils import translation

from meuplano.documents.devices import device

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/141.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (CHROME, "Chrome no Windows"),
        (f"{CHROME} Edg/141.0.0.0", "Edge no Windows"),
        (f"{CHROME} OPR/120.0.0.0", "Opera no Windows"),
        (f"{PHONE} Version/18.6 Mobile/15E148 Safari/604.1", "Safari no iPhone"),
        (f"{PHONE} CriOS/141.0.0.0 Mobile/15E148 Safari/604.1", "Chrome no iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox no Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18 Safari/605", "Safari no Mac"),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet no Android",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/141.0.0.0 Safari", "Chrome no ChromeOS"),
        ("curl/8.5.0", "Navegador desconhecido"),
        ("", "Navegador desconhecido"),
    ],
)
def test_a_browser_and_its_system(user_agent: str, said: str) -> None:
    with translation.override("pt-br"):
        assert device(user_agent) == said
