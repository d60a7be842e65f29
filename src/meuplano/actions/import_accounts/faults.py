"""What an import finds wrong: file, line and column in the words of whoever wrote the file."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason to refuse something. `line` counts from 1, 0 is the file as a whole; `column` is the sample's name.

    `refuses_account` is False for a repeated line and for a line of no account: they alone are left out.
    """

    conta: str
    file: str
    line: int
    column: str
    reason: str
    refuses_account: bool = True

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(f"linha {self.line}")
        if self.column:
            place.append(f"coluna {self.column}")
        account = f" (conta {self.conta})" if self.conta else ""
        return f"{', '.join(place)}{account}: {self.reason}"


class Bad(ValueError):
    """A cell that cannot be taken; the message is the reason."""


class Unreadable(Exception):
    """A file that is not what it should be: nothing of the import is done, whatever was asked for."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))
