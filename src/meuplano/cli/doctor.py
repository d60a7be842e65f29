"""`meuplano doctor`: check the installation, one line a check; exit status 0 only if nothing is wrong.

With `--homologation FOLDER` it writes instead what a bank asks for before a company's first real boleto.
"""

import argparse
from collections.abc import Callable, Iterator

from meuplano.cli import ground, homologation

OLDEST_POSTGRES = 15
Finding = tuple[bool, str]


def run(arguments: list[str]) -> int:
    """Print what was found; 1 if something is wrong."""
    parser = argparse.ArgumentParser(prog="meuplano doctor", description="Check the installation.")
    homologation.add_arguments(parser)
    options = parser.parse_args(arguments)
    if options.homologation:
        return homologation.run(options)
    wrong = 0
    for check in (reachable, migrations, clock, figures, gateways, agreements, settings_of_production, books):
        for good, text in findings(check):
            print(f"{'ok   ' if good else 'WRONG'}  {text}")
            wrong += not good
        if wrong and check is reachable:
            break  # all the others would say the same
    return 1 if wrong else 0


def findings(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A check that fails altogether is one more finding."""
    try:
        yield from check()
    except Exception as error:
        yield False, ground.sentence(error)


def reachable() -> Iterator[Finding]:
    """Settings load, the database answers and is not too old."""
    ground.begin(migrate=False)
    from django.db import connection

    yield True, "the settings load"
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        version = str(cursor.fetchone()[0])
    where = connection.settings_dict
    yield (
        int(version.split(".")[0]) >= OLDEST_POSTGRES,
        f"PostgreSQL {version} answers at {where['HOST'] or 'localhost'}; {OLDEST_POSTGRES} or newer is needed",
    )


def migrations() -> Iterator[Finding]:
    """The tables are of this version."""
    pending = ground.pending_migrations()
    yield (
        not pending,
        f"{len(pending)} migrations are pending: run `meuplano migrate`" if pending else "no migration is pending",
    )


def clock() -> Iterator[Finding]:
    """Time is real in production, whatever a demo left in this database."""
    from django.conf import settings
    from django.db import connection

    from meuplano.records.models import Clock

    there = Clock._meta.db_table in connection.introspection.table_names()
    ahead = Clock.offset() if there else None
    if settings.PRODUCTION:
        yield (
            not ahead,
            "the clock is real" if not ahead else f"this database's clock was moved by {ahead}: it is a demo's",
        )
    else:
        yield True, f"the clock may be moved here; it is {ahead or 'real'} ahead" if ahead else "the clock is real"


def figures() -> Iterator[Finding]:
    """What is added to an invoice paid late is what the law allows."""
    from django.conf import settings

    from meuplano.actions.lateness import terms

    try:
        late = terms()
    except ValueError:
        fine = settings.BILLING["fine"] / 100
        yield False, f"MEUPLANO_FINE is {fine:g} %: above 2 % only with MEUPLANO_BETWEEN_COMPANIES=1"
    else:
        yield True, f"paid late: {late.fine / 100:g} % once and {late.interest / 100:g} % a month"


def gateways() -> Iterator[Finding]:
    """Somebody moves the money, and nobody pretends to in production."""
    from django.conf import settings

    methods = {method: gateway for method, gateway in settings.METHOD_GATEWAYS.items() if gateway}
    yield (
        bool(methods),
        "ways to pay: " + (", ".join(f"{m} by {g}" for m, g in methods.items()) or "none is configured"),
    )
    unknown = sorted(set(methods.values()) - set(settings.GATEWAYS))
    if unknown:
        yield False, f"no gateway is called {', '.join(unknown)}"
    if settings.PRODUCTION and "fake" in methods.values():
        yield False, "the fake bank is configured in production: it takes no money"


def agreements() -> Iterator[Finding]:
    """Boletos by file need an agreement with which one can be made."""
    from django.conf import settings

    if ground.pending_migrations() or settings.METHOD_GATEWAYS["boleto"] != "bank_cnab":
        return
    from meuplano import clock as time
    from meuplano.brazil.agreement import problems

    kept = homologation.agreement_in_use()
    if kept is None:
        yield False, "boletos go by file and no agreement is entered: see docs/operate/boleto.md"
        return
    found = problems(kept, time.today())
    yield (
        not found,
        f"the agreement with bank {kept.bank}: " + ("; ".join(t for _, t in found) or "a boleto can be made"),
    )
    if settings.PRODUCTION and not kept.production:
        yield False, f"the agreement with bank {kept.bank} is in homologation: its boletos do not count at the bank"


def settings_of_production() -> Iterator[Finding]:
    """Addresses and cookies are fit for customers."""
    from django.conf import settings

    if settings.PRODUCTION:
        yield (
            settings.HTTPS,
            f"MEUPLANO_URL is {settings.BASE_URL}" + ("" if settings.HTTPS else ": customers need https"),
        )


def books() -> Iterator[Finding]:
    """The invariants I1 to I16 hold: every centavo is where it belongs, and what was due was done."""
    if ground.pending_migrations():
        return
    from meuplano.actions.self_check import findings

    found = [f"{name}: {line}" for name, lines in findings().items() for line in lines]
    yield not found, "the books are right (I1 to I16)" if not found else f"{len(found)} findings in the books"
    yield from ((False, line) for line in found)
