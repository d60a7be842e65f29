"""The demo's world: the vendor's sample customers on the first day, with passwords that the demo prints (D63)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction

from meuplano.actions import move_accounts
from meuplano.actions.accept_terms import publish_terms
from meuplano.actions.import_accounts.importing import import_files
from meuplano.actions.requests.answer_request import answer_request
from meuplano.actions.requests.open_request import open_request
from meuplano.records import events
from meuplano.records.contract import GB, contract_of
from meuplano.records.models import Account, Clock, Member, UsageReport, User
from meuplano.rules.act import Act

PASSWORD = "prancheta-2026"  # noqa: S105 - printed for whoever tries the demo
STAFF = ("Rafael Moura", "financeiro@prancheta.example")
SECOND = ("Paula Tavares", "paula@prancheta.example")  # agrees to what is above one person's limit (U28)
OLDER = "C1023"  # has not been moved to this screen yet (F23)
SHOWN = ("C1001", "C1006", "C1010", OLDER)  # owners whose logins are printed: calm, about to renew, overdue, not moved
ASKED = {  # what owners have asked the finance team, and its answer, if there is one
    "C1001": (
        "Boleto em nome da matriz",
        "Abrimos a filial de Campinas. A partir de janeiro o boleto pode sair com o CNPJ da matriz?",
        "Pode, sim. Corrija o CNPJ em Dados de Faturamento: vale a partir do próximo documento. Podemos conferir?",
    ),
    "C1006": (
        "Comprovante para a contabilidade",
        "Nossa contadora pede um comprovante de cada pagamento de 2026. Dá para mandar tudo junto?",
        "",
    ),
}
USED = (62, 31, 87, 45, 12, 70, 96, 54)  # per cent of the space in use, account by account


def seed(world: Path, ahead: timedelta, act: Callable[[], Act]) -> list[tuple[str, str, str]]:
    """Make the world once, at the clock moved by `ahead`; returns the logins as (who, e-mail, password) every time."""
    with transaction.atomic():
        if not User.objects.filter(email=STAFF[1]).exists():
            Clock.move(ahead)
            _import(world, act())
            publish_terms((world / "termos.txt").read_text(encoding="utf-8"), Act(f"{STAFF[0]}, financeiro", act().at))
            _people(act())
            _requests(act())
    return _logins()


def _import(world: Path, act: Act) -> None:
    report = import_files(
        world / "contas.csv", world / "usuarios.csv", act, catalogue=world / "catalogo.toml", overdue=True
    )
    assert report.written, [str(fault) for fault in report.refused()]


def _people(act: Act) -> None:
    """One password for everybody of the demo, the finance people, and a first measurement of each account's space."""
    hashed = make_password(PASSWORD)
    User.objects.update(password=hashed)
    for name, email in (STAFF, SECOND):
        User.objects.create(email=email, name=name, is_staff=True, password=hashed)
    for n, account in enumerate(Account.objects.order_by("code")):
        contract = contract_of(account)
        used = contract.total_gb * GB * USED[n % len(USED)] // 100
        UsageReport.objects.create(account=account, used_bytes=used, measured_at=act.at)
    move_accounts.move_account(Account.objects.get(code=OLDER).pk, move_accounts.OLDER, act)
    events.record("demo.seeded", act, None, accounts=Account.objects.count(), on=act.today.isoformat())


def _requests(act: Act) -> None:
    """One request that was answered and is not read yet, and one that waits for finance."""
    finance = User.objects.get(email=STAFF[1])
    for code, (title, question, answer) in ASKED.items():
        member = Member.objects.select_related("user").get(account__code=code, is_owner=True)
        mine = Act(by=member.user.name, at=act.at)
        asked = open_request(
            member.account_id, user=member.user, kind="billing", title=title, text=question, key=uuid4(), act=mine
        )
        if answer:
            reply = Act(by=finance.name, at=act.at)
            answer_request(member.account_id, asked.pk, user=finance, text=answer, key=uuid4(), act=reply)


def _logins() -> list[tuple[str, str, str]]:
    owners = Member.objects.filter(is_owner=True, account__code__in=SHOWN).select_related("account", "user")
    logins = [
        (f"{member.account.name}, responsável pela conta", member.user.email, PASSWORD)
        for member in owners.order_by("account__code")
    ]
    other = (
        Member.objects.filter(account__code=SHOWN[0], is_owner=False, has_access=True)
        .select_related("account", "user")
        .first()
    )
    if other is not None:
        logins.append((f"{other.account.name}, sem acesso ao Meu Plano", other.user.email, PASSWORD))
    return [
        *logins,
        ("financeiro da Prancheta", STAFF[1], PASSWORD),
        ("financeiro da Prancheta, segunda pessoa", SECOND[1], PASSWORD),
    ]
