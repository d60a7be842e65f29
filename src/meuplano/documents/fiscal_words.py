"""Notas fiscais in words: what one is called, how it differs from its invoice, and why a file was not attached."""

from collections.abc import Sequence

from django.utils.translation import gettext

from meuplano.documents.words import masked_tax_id, reais
from meuplano.rules.fiscal_notes import AMOUNT, TAKER, Expected, Said
from meuplano.rules.money import ZERO


def note_name(number: str) -> str:
    """What a note is called, by its number if anybody knows it."""
    return gettext("Nota fiscal nº %(n)s") % {"n": number} if number else gettext("Nota fiscal")


def differences(what: Sequence[str], said: Said, expected: Expected) -> str:
    """What the note says, and what the invoice does."""
    return " ".join(_difference(one, said, expected) for one in what)


def _difference(one: str, said: Said, expected: Expected) -> str:
    if one == AMOUNT:
        return gettext("A nota é de %(said)s, e o serviço desta fatura é de %(expected)s.") % {
            "said": reais(said.amount or ZERO),
            "expected": reais(expected.amount),
        }
    if one == TAKER:
        return gettext("A nota é para %(said)s, e a fatura é de %(expected)s.") % {
            "said": masked_tax_id(said.taker),
            "expected": masked_tax_id(expected.taker),
        }
    return gettext("Quem emitiu a nota foi %(said)s, e não %(expected)s.") % {
        "said": masked_tax_id(said.issuer),
        "expected": expected.issuer,
    }


def refusal(reason: str) -> str:
    """Why it was not attached or cancelled; "" for a reason that is not about notes."""
    return {
        "no_file": gettext("Anexe o PDF, o XML ou os dois."),
        "not_pdf_or_xml": gettext("Uma nota fiscal é um PDF ou um XML."),
        "two_of_a_kind": gettext("São dois arquivos do mesmo tipo para a mesma fatura: mande um de cada."),
        "test_note": gettext("Esta nota é do ambiente de testes da Receita e não tem valor fiscal."),
        "file_too_large": gettext("O arquivo é grande demais: até 5 MB."),
        "file_unknown": gettext("Uma nota fiscal é um PDF ou um XML."),
        "invoice_over": gettext("Esta fatura não vale mais: a nota é da que entrou no lugar dela."),
        "has_note": gettext("Esta fatura já tem nota fiscal. Cancele aquela antes de anexar outra."),
        "note_of_another": gettext("Esta nota já é de outra fatura desta conta."),
        "day_to_come": gettext("O dia da emissão não pode ser depois de hoje."),
        "no_number": gettext("Escreva o número da nota, ou mande o XML da NFS-e Nacional."),
        "no_day": gettext("Escreva o dia da emissão, ou mande o XML da NFS-e Nacional."),
        "no_amount": gettext("Escreva o valor da nota, ou mande o XML da NFS-e Nacional."),
        "no_invoice": gettext("Não diz de qual fatura é. Ponha o número na descrição ou no nome: C1001-3.pdf."),
        "unknown_invoice": gettext("Nenhuma fatura tem o número que está na descrição ou no nome."),
        "several_invoices": gettext("Fala de mais de uma fatura: anexe na página da certa."),
        "too_many_notes": gettext("Daqui em diante nada foi lido: são até 300 arquivos e 60 MB por vez."),
        "archive_broken": gettext("O zip não pôde ser aberto: está cortado, tem senha ou não é um zip."),
    }.get(reason, "")
