"""The bank's return file (CNAB 240, collection), read title by title as banks really send it.

What is wrong with a file is said in `warnings`, and the reading goes on: real files have short or long lines, wrong
counts and letters where numbers belong. Only a file that is no CNAB 240 at all is refused.
"""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO, Final, NamedTuple

from meuplano.brazil.cnab.febraban import SEGMENT_T, SEGMENT_U
from meuplano.brazil.cnab.layout import CnabError, Field
from meuplano.brazil.cnab.lines import lines
from meuplano.brazil.cnab.segments import T_BY_BANK, read_u, reader, unreadable

RETURN: Final = "2"
MOST_WARNINGS: Final = 200  # a broken file of a million lines must not fill the memory
_HEADER = re.compile(r"(?!000)\d{3}0000[0 ]")

_OF_T, _OF_U = len(SEGMENT_T), len(SEGMENT_U)
_NO_U = (None,) * _OF_U
_NO_PIX = ("", "")
_NOTHING: list[Any] = []


class NotCnab240(CnabError):
    """The file does not begin as a CNAB 240 file does."""


class ReturnedTitle(NamedTuple):
    """What the bank says of one title: segments T and U, and the Pix of Y-03. Amounts in centavos, None if unreadable.

    Texts are the file's slices without outer blanks; leading zeros stay, because they belong to the identifiers.
    """

    movement: str  # C044
    agency: str
    account: str
    nosso_numero: str
    wallet: str
    document_number: str
    due: date | None
    amount: int | None
    receiving_bank: str
    receiving_agency: str
    company_use: str
    payer_document: str
    payer_name: str
    fee: int | None
    reasons: str  # C047: up to five codes of two characters
    interest: int | None  # with the fine
    discount: int | None
    rebate: int | None
    iof: int | None
    paid: int | None
    net: int | None
    expenses: int | None
    credits: int | None
    happened_on: date | None
    credited_on: date | None
    line: int  # of segment T, from 1
    pix_location: str  # address of the QR code the bank made for the title (Y-03)
    pix_txid: str


class ReturnFile:
    """One return file, to be iterated once: yields a ReturnedTitle per title and holds one title at a time.

    `bank` and `nsa` (the file's sequence number as written, six characters) are known at once; `titles` and `warnings`
    are complete when the iteration has ended. Raises NotCnab240 on creation.
    """

    def __init__(self, source: BinaryIO | bytes) -> None:
        self.titles = 0
        self.warnings: list[str] = []
        self._left_out = 0
        self._lines = lines(BytesIO(source) if isinstance(source, bytes) else source, self._warn)
        number, header = next(self._lines, (0, ""))
        if not _HEADER.match(header) or len(header.rstrip()) < 100:
            raise NotCnab240(_why_not(header))
        self.bank = header[:3]
        self.nsa = header[157:163]
        self._records, self._batches, self._batch_began = 1, 0, 1
        if number > 1:
            self._warn("o arquivo começa com linhas em branco")
        if header[142:143] != RETURN:
            self._warn("o header não diz que é um retorno (posição 143)")
        if not self.nsa.strip().isdigit():
            self._warn(f"NSA ilegível: {self.nsa!r}")
        self._layout_t = T_BY_BANK.get(self.bank, SEGMENT_T)
        self._read_t = reader(self._layout_t)

    def __iter__(self) -> Iterator[ReturnedTitle]:
        held = _NOTHING  # the values of a T that waits for its U and Y-03
        closed = False
        for number, line in self._lines:
            self._records += 1
            record, segment = line[7], line[13]
            if record == "3":
                if segment == "T":
                    if held:
                        yield self._title(held)
                    held = self._t(number, line)
                elif segment == "U":
                    self._u(held, number, line)
                else:
                    self._other(held, number, line)
                continue
            if held:
                yield self._title(held)
                held = _NOTHING
            if record == "1":
                self._open_batch(number, line)
            elif record == "5":
                self._close_batch(number, line)
            elif record == "9":
                closed = True
                self._close_file(number, line)
            else:
                self._warn(f"linha {number}: registro desconhecido {line[:14]!r}, ignorado")
        if held:
            yield self._title(held)
        if not closed:
            self._warn("o arquivo acaba sem o trailer (registro 9)")
        if self._left_out:
            self.warnings.append(f"e mais {self._left_out} avisos")

    def _t(self, number: int, line: str) -> list[Any]:
        values, wrong = self._read_t(line)
        if wrong:
            self._say_unreadable(self._layout_t, number, line)
        values.append(number)
        return values

    def _u(self, held: list[Any], number: int, line: str) -> None:
        if len(held) != _OF_T + 1:
            self._warn(f"linha {number}: segmento U sem o seu T, ignorado")
            return
        values, wrong = read_u(line)
        if wrong:
            self._say_unreadable(SEGMENT_U, number, line)
        if line[15:17] != held[0]:
            self._warn(f"linha {number}: U diz movimento {line[15:17]!r}, o T diz {held[0]!r}")
        held[_OF_T:_OF_T] = values

    def _other(self, held: list[Any], number: int, line: str) -> None:
        if line[13] == "Y" and line[17:19] == "03" and len(held) == _OF_T + _OF_U + 1:
            held += (line[81:158].strip(), line[158:193].strip())
        elif line[13] not in "YW":  # Y-01, Y-04 … repeat what we sent
            self._warn(f"linha {number}: segmento {line[13]!r} ignorado")

    def _title(self, held: list[Any]) -> ReturnedTitle:
        self.titles += 1
        if len(held) == _OF_T + 1:
            self._warn(f"linha {held[-1]}: segmento T sem o seu U")
            held[_OF_T:_OF_T] = _NO_U
        if len(held) == _OF_T + _OF_U + 1:
            held += _NO_PIX
        return ReturnedTitle._make(held)

    def _say_unreadable(self, layout: tuple[Field, ...], number: int, line: str) -> None:
        for what in unreadable(layout, line):
            self._warn(f"linha {number}: {what}")

    def _open_batch(self, number: int, line: str) -> None:
        self._batches += 1
        self._batch_began = self._records
        if line[:3] != self.bank:
            self._warn(f"linha {number}: lote do banco {line[:3]} em arquivo do banco {self.bank}")
        if line[9:11] not in ("01", "  "):
            self._warn(f"linha {number}: o lote não é de cobrança (serviço {line[9:11]})")

    def _close_batch(self, number: int, line: str) -> None:
        self._count(number, line[17:23], self._records - self._batch_began + 1, "registros no lote")

    def _close_file(self, number: int, line: str) -> None:
        self._count(number, line[17:23], self._batches, "lotes")
        self._count(number, line[23:29], self._records, "registros no arquivo")

    def _count(self, number: int, written: str, counted: int, what: str) -> None:
        if not written.strip().isdecimal() or int(written) != counted:
            self._warn(f"linha {number}: o trailer diz {written.strip() or 'nada'}, contamos {counted} {what}")

    def _warn(self, text: str) -> None:
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(text)
        else:
            self._left_out += 1


def _why_not(header: str) -> str:
    if not header:
        return "o arquivo está vazio"
    if header[:3] in ("01R", "02R"):
        return "o arquivo parece CNAB 400; só CNAB 240 é lido"
    return "o arquivo não é CNAB 240: a primeira linha não é um header (banco, lote 0000, registro 0)"
