"""Reading a kept return file line by line: each title's news is taken in once, in a transaction of its own.

A run that is killed goes on where it stopped; a line that breaks is kept with its reason and stops no other.
"""

from collections import Counter
from io import BytesIO

import structlog
from django.db import OperationalError, transaction

from meuplano.actions.bank_files import news
from meuplano.actions.bank_files.line import Line, Unreadable, keep
from meuplano.brazil.cnab.returned import ReturnedTitle, ReturnFile
from meuplano.records import events
from meuplano.records.faults import point
from meuplano.records.models import BankReturn, ReturnLine, Task
from meuplano.rules.act import Act

log = structlog.get_logger(__name__)


def read(file_id: int, act: Act) -> int:
    """Take in every line that was not yet; returns how many. Safe to call again, and from two places."""
    file = BankReturn.objects.select_related("agreement").get(pk=file_id)
    if file.state != "received":
        return 0
    done = set(ReturnLine.objects.filter(file=file).values_list("line", flat=True))
    count = 0
    for line in lines_of(file):
        if line.title.line in done:
            continue
        _take_in(line, act)
        count += 1
        point("between_lines")
    with transaction.atomic():
        if file.move("read", read_at=act.at):
            events.record("bank_return.read", act, None, file=file.pk, lines=len(done) + count)
    return count


def read_again(line_id: int, act: Act) -> str:
    """Try a line that failed once more; returns its fate."""
    kept = ReturnLine.objects.select_related("file__agreement").get(pk=line_id)
    if kept.fate != "failed":
        return kept.fate
    line = next(line for line in lines_of(kept.file) if line.title.line == kept.line)
    with transaction.atomic():
        ReturnLine.objects.select_for_update().get(pk=line_id)
        ReturnLine.objects.filter(pk=line_id, fate="failed").delete()
        return _take_in(line, act)


def lines_of(file: BankReturn) -> list[Line]:
    """The titles of a file; `copy` counts those that say the very same, so that each keeps an identity of its own."""
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for title in ReturnFile(BytesIO(bytes(file.content))):
        same = _identity(title)
        found.append(Line(file, title, copy=seen[same]))
        seen[same] += 1
    return found


def _identity(title: ReturnedTitle) -> tuple[object, ...]:
    return (title.nosso_numero, title.movement, title.paid, title.happened_on, title.credited_on)


def _take_in(line: Line, act: Act) -> str:
    try:
        return news.take_in(line, act)
    except OperationalError:
        raise  # the database is away: the job comes again and goes on here
    except Exception as problem:
        log.error("return line set aside", file=line.file.pk, line=line.title.line, exc_info=problem)
        return _set_aside(line, problem, act)


def _set_aside(line: Line, problem: Exception, act: Act) -> str:
    with transaction.atomic():
        why = str(problem) if isinstance(problem, Unreadable) else f"{type(problem).__name__}: {problem}"
        text = f"{why[:1].upper()}{why[1:300]}"
        kept, new = keep(line, "failed", text)
        if new:
            event = events.record("bank_return.line_failed", act, None, file=line.file.pk, line=line.title.line)
            task = f"Linha {line.title.line} do retorno {line.file.name} não pôde ser lida: {text}"[:300]
            Task.objects.create(kind="return_line_failed", text=task, event=event, made_on=act.today)
    return kept.fate
