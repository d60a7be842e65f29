"""`dev screens`: a picture of every page of the demo, wide and light, narrow and dark, into docs/screens.

On the way each page is asked for accessibility findings (axe, with the size of targets), for controls that are covered
while they have the focus, and for anything wider than 320 pixels; one is enough to fail (docs/accessibility.md).

The demo is one of its own, a month old, so that there is something to see. Pictures have few colours and show layout.
"""

import argparse
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from dev import ROOT, chromium
from dev.running import running_demo

FOLDER = ROOT / "docs/screens"
PASSWORD = "prancheta-2026"
ANA, JOAO, WAGNER = "ana@aurora.example", "joao@jangada.example", "wagner@xilo.example"  # calm, overdue, not moved
COLLEAGUE, NOBODY = "bruno.cardoso1@aurora.example", ""
FINANCE, SECOND = "financeiro@prancheta.example", "paula@prancheta.example"  # who asks, and who agrees (U28)
SIZES = {"": (1280, "light"), "-390": (390, "dark")}
NARROWEST = 320  # pixels: 1280 at 400 % (WCAG 1.4.10)
TALLEST = 2600  # pixels
COLOURS = 64

# What Tab reaches and something else lies upon, such as a bar that sticks to an edge (WCAG 2.4.11).
COVERED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) => {
  if (one.disabled || one.type === "hidden" || !one.checkVisibility({ visibilityProperty: true })) return false;
  one.focus();
  if (document.activeElement !== one) return false;
  const box = one.getBoundingClientRect();
  const seen = [0.1, 0.5, 0.9].map((at) => document.elementFromPoint(box.x + box.width * at, box.y + box.height / 2));
  return seen.every((top) => top && !one.contains(top) && !top.contains(one) && !top.contains(one.labels?.[0] ?? one));
}).map((one) => one.outerHTML)"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page: the picture's name, who looks, and where."""

    name: str
    who: str
    address: str
    first_day: bool = False  # while João is late; the others a month later, when there is something to see of them


SHOTS = (
    Shot("entrar", NOBODY, "/entrar/login/"),
    Shot("ajuda", NOBODY, "/ajuda/"),
    Shot("plano", ANA, "/plano/"),
    Shot("plano-atraso", JOAO, "/plano/", first_day=True),
    Shot("plano-anterior", WAGNER, "/plano/"),
    Shot("alterar", ANA, "/plano/alteracao/?licencas=3&gb=5"),
    Shot("renovacao", ANA, "/plano/renovacao/"),
    Shot("cancelar", ANA, "/plano/cancelar/"),
    Shot("forma", ANA, "/plano/forma-de-pagamento/"),
    Shot("dados", ANA, "/plano/dados-de-faturamento/"),
    Shot("contatos", ANA, "/plano/contatos/"),
    Shot("pedido", ANA, "/pedidos/1/"),
    Shot("faturas", ANA, "/faturas/"),
    Shot("fatura", ANA, "/faturas/1/"),
    Shot("fatura-vencida", JOAO, "/faturas/1/", first_day=True),
    Shot("historico", ANA, "/faturas/historico/"),
    Shot("credito", ANA, "/credito/"),
    Shot("solicitacoes", ANA, "/solicitacoes/"),
    Shot("solicitacao-nova", ANA, "/solicitacoes/nova/?fatura=1"),
    Shot("usuarios", ANA, "/usuarios/"),
    Shot("convidar", ANA, "/usuarios/convidar/"),
    Shot("transferir", ANA, "/usuarios/transferir/"),
    Shot("sessoes", ANA, "/entrar/sessions/"),
    Shot("duas-etapas", ANA, "/entrar/2fa/"),
    Shot("sem-permissao", COLLEAGUE, "/plano/"),
    Shot("financeiro-fila", FINANCE, "/financeiro/"),
    Shot("financeiro-solicitacoes", FINANCE, "/financeiro/solicitacoes/"),
    Shot("financeiro-clientes", FINANCE, "/financeiro/contas/"),
    Shot("financeiro-cliente", FINANCE, "/financeiro/contas/C1001/"),
    Shot("financeiro-fatura", FINANCE, "/financeiro/contas/C1001/faturas/1/"),
    Shot("financeiro-como-cliente", FINANCE, "/financeiro/contas/C1001/como-cliente/plano/"),
    Shot("financeiro-credito", FINANCE, "/financeiro/contas/C1001/credito/"),
    Shot("financeiro-nota-de-credito", FINANCE, "/financeiro/contas/C1001/faturas/1/nota-de-credito/"),
    Shot("financeiro-desconto", FINANCE, "/financeiro/contas/C1010/faturas/1/desconto/", first_day=True),
    Shot("financeiro-baixa", FINANCE, "/financeiro/contas/C1010/faturas/1/baixa/", first_day=True),
    Shot("financeiro-segunda-pessoa", SECOND, "/financeiro/tarefas/1/", first_day=True),
    Shot("financeiro-precos", FINANCE, "/financeiro/precos/"),
    Shot("financeiro-banco", FINANCE, "/financeiro/banco/"),
    Shot("financeiro-sem-dono", FINANCE, "/financeiro/sem-dono/"),
    Shot("financeiro-mudanca", FINANCE, "/financeiro/mudanca/"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ones."""
    parser.add_argument("names", nargs="*", help="only these pictures")


def run(options: argparse.Namespace) -> int:
    """Write the pictures, and take away those of pages that are no more."""
    wanted = [shot for shot in SHOTS if not options.names or shot.name in options.names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not options.names:
        for old in FOLDER.glob("*.png"):
            old.unlink()
    with tempfile.TemporaryDirectory(prefix="meuplano-screens-") as data, running_demo(Path(data)) as address:
        problems = _take(address, wanted)
    print("\n".join(problems) or f"{len(wanted)} pages without a finding")
    return 1 if problems else 0


def _take(address: str, shots: list[Shot]) -> list[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=chromium.flags())
        first = [shot for shot in shots if shot.first_day]
        problems = _of_one_day(browser, address, [shot for shot in first if shot.who != SECOND])
        _ask_for_a_write_off(browser, address)
        problems += _of_one_day(browser, address, [shot for shot in first if shot.who == SECOND])
        _live_a_month(browser, address)
        problems += _of_one_day(browser, address, [shot for shot in shots if not shot.first_day])
        browser.close()
    return problems


def _of_one_day(browser: Any, address: str, shots: list[Shot]) -> list[str]:
    problems: list[str] = []
    for suffix, (width, scheme) in SIZES.items():
        for who in dict.fromkeys(shot.who for shot in shots):
            size = {"width": width, "height": 900}
            context = browser.new_context(locale="pt-BR", color_scheme=scheme, viewport=size, bypass_csp=True)
            page = context.new_page()
            if who:
                sign_in(page, address, who)
            for shot in shots:
                if shot.who == who:
                    look(page, address + shot.address)
                    (FOLDER / f"{shot.name}{suffix}.png").write_bytes(_small(page.screenshot(full_page=True)))
                    problems += [f"{shot.name}{suffix}: {problem}" for problem in problems_of(page)]
                    page.set_viewport_size(size)
                    print(f"{shot.name}{suffix}.png", flush=True)
            context.close()
    return problems


def problems_of(page: Any) -> list[str]:
    """What axe finds, and whether the page scrolls sideways where it is narrowest."""
    from axe_playwright_python.sync_playwright import Axe

    answer = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    found = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in answer.response["violations"]]
    found += [f"covered while it has the focus: {hidden[:200]}" for hidden in page.evaluate(COVERED)]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{wide} pixels wide at {NARROWEST}"] if wide > NARROWEST else [])


def sign_in(page: Any, address: str, who: str) -> None:
    """As one of the people of the demo."""
    page.goto(f"{address}/entrar/login/")
    page.get_by_label("E-mail").fill(who)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/entrar/login/" not in url)


def look(page: Any, where: str) -> None:
    """Go there; where the password is asked again, type it, and where a look is written down first, ask for it."""
    page.goto(where)
    if "/como-cliente/" in where and "/como-cliente/" not in page.url:
        page.get_by_role("button", name="Ver como o cliente").click()
        page.wait_for_url("**/como-cliente/**")
    if "/reauthenticate/" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/reauthenticate/" not in url)


def _ask_for_a_write_off(browser: Any, address: str) -> None:
    """Above one person's limit: it waits for another, and stands in the queue."""
    page = browser.new_page(locale="pt-BR")
    sign_in(page, address, FINANCE)
    look(page, f"{address}/financeiro/contas/C1010/faturas/1/baixa/")
    page.get_by_label("Motivo").fill("A agência fechou")
    page.get_by_role("button", name="Dar baixa").click()
    page.wait_for_url(lambda url: "/baixa/" not in url)
    page.close()


def _live_a_month(browser: Any, address: str) -> None:
    page = browser.new_page(locale="pt-BR")
    sign_in(page, address, ANA)
    page.goto(f"{address}/plano/")
    page.get_by_role("button", name="+1 mês").click()
    for _ in range(300):
        page.wait_for_timeout(1000)
        page.goto(f"{address}/plano/")
        if page.get_by_role("button", name="+1 mês").count():
            break
    page.close()


def _small(png: bytes) -> bytes:
    """The picture cut where it is endless, in few colours."""
    from PIL import Image

    image = Image.open(BytesIO(png)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, TALLEST)))
    written = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()
