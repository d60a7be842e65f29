"""A nota fiscal as the demo's vendor would have it from the national system: XML and PDF, of no fiscal value."""

from dataclasses import dataclass, replace
from datetime import date
from xml.sax.saxutils import escape

from meuplano.documents.receipt import CREDITED, Receipt, receipt_pdf
from meuplano.documents.slip import Party

DIGITS = 50  # of an access key
WORDS = replace(
    CREDITED,
    title="Nota fiscal de demonstração",
    file_title="Nota fiscal da fatura",
    customer="Tomador",
    vendor="Prestador",
    on="Emitida em",
    how="Número",
    total="Valor dos serviços",
)


@dataclass(frozen=True, slots=True)
class SampleNote:
    """What is on it; the amount in centavos, tax ids as digits and letters."""

    number: int
    day: date
    invoice: str
    amount: int
    vendor: Party
    vendor_id: str
    taker: Party
    taker_id: str


def sample_xml(note: SampleNote) -> bytes:
    """In the national layout, of its test environment."""
    key = f"3550308{note.number:013}".ljust(DIGITS, "0")
    at = f"{note.day.isoformat()}T09:00:00-03:00"
    kind = "CNPJ" if len(note.taker_id) > 11 else "CPF"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<NFSe xmlns="http://www.sped.fazenda.gov.br/nfse" versao="1.01"><infNFSe Id="NFS{key}"><nNFSe>{note.number}</nNFSe>
<cStat>100</cStat><dhProc>{at}</dhProc><emit><CNPJ>{note.vendor_id}</CNPJ><xNome>{escape(note.vendor.name)}</xNome></emit>
<DPS versao="1.01"><infDPS Id="DPS{key[:42]}"><tpAmb>2</tpAmb><dhEmi>{at}</dhEmi>
<toma><{kind}>{escape(note.taker_id)}</{kind}><xNome>{escape(note.taker.name)}</xNome></toma>
<serv><cServ><xDescServ>Licença de uso de software. Fatura {escape(note.invoice)}</xDescServ></cServ></serv>
<valores><vServPrest><vServ>{note.amount // 100}.{note.amount % 100:02}</vServ></vServPrest></valores>
</infDPS></DPS></infNFSe></NFSe>
""".encode()


def sample_pdf(note: SampleNote) -> bytes:
    """A page that says the same."""
    return receipt_pdf(
        Receipt(
            number=note.invoice,
            received_by=note.vendor,
            paid_by=note.taker,
            amount=note.amount,
            paid_on=note.day,
            method=str(note.number),
            reference="Documento de demonstração, sem valor fiscal",
            lines=(("Licença de uso de software", note.amount),),
            words=WORDS,
        )
    )
