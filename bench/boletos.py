"""P5: barcodes a second and PDFs a second, ours ÷ pyCobrança's, and the size of a PDF: `python -m bench.boletos`.

Both sides code the same kind of title (Banco do Brasil, agreement of 7) and print it from ready values. pyCobrança has
two models of a slip; ours is compared with the faster. Pix is measured with a payload of its own for every slip.
"""

import json
import sys
from datetime import date
from typing import Any

from bench.sides import rate, ratio, rounds

BARCODES_GOAL, PDFS_GOAL, BYTES_GOAL = 2.0, 1.2, 12_000
DUE, ISSUED = date(2026, 11, 5), date(2026, 10, 26)
INSTRUCTIONS = (
    "Após o vencimento, cobrar multa de 2% (R$ 20,83) e juros de 1% ao mês (R$ 0,35 por dia).",
    "Não receber após 60 dias do vencimento.",
)
STATEMENT = ("Mensalidade de 05/11 a 04/12/2026", "10 licenças do plano Profissional × R$ 89,90: R$ 899,00")


def pix(i: int) -> str:
    """A BR Code of usual length; its CRC is of no account to a printer."""
    return (
        f"00020101021226800014br.gov.bcb.pix2558pix.prancheta.example/cob/{i:032x}"
        "52040000530398654071041.705802BR5923PRANCHETA SOFTWARE LTDA6009SAO PAULO62070503***63041FA3"
    )


def ours() -> dict[str, Any]:
    from meuplano.brazil.banks.base import Boleto
    from meuplano.brazil.boleto import encode, format_linha
    from meuplano.documents.slip import Party, Slip
    from meuplano.documents.slip_pdf import slip_pdf

    def code(i: int) -> Any:
        return encode(
            Boleto(
                bank="001",
                amount=104170,
                due_on=DUE,
                nosso_numero=f"{i:010d}",
                agency="4042",
                account="61900",
                wallet="17",
                agreement="1238798",
            )
        )

    codes = code(41178)

    def slip(payload: str) -> Slip:
        return Slip(
            bank="001-9",
            bank_name="Banco do Brasil",
            barcode=codes.barcode,
            linha_digitavel=format_linha(codes.linha_digitavel),
            beneficiary=Party(
                name="Prancheta Software Ltda", document="26.841.057/0001-07", address=("Rua Direita, 100",)
            ),
            agency_code="4042-8 / 61900-1",
            payer=Party(name="Agência Aurora Ltda", document="11.222.333/0001-81", address=("Av. Ipê Roxo, 1.234",)),
            nosso_numero=codes.nosso_numero_formatado,
            document_number="41",
            due=DUE,
            amount=104170,
            issued_on=ISSUED,
            processed_on=ISSUED,
            instructions=INSTRUCTIONS,
            statement=STATEMENT,
            pix=payload,
        )

    plain = slip("")
    return {
        "barcodes": rate(code),
        "pdfs": rate(lambda _: slip_pdf(plain)),
        "pdfs_pix": rate(lambda i: slip_pdf(slip(pix(i)))),
        "bytes": len(slip_pdf(plain)),
        "bytes_pix": len(slip_pdf(slip(pix(1)))),
    }


def pycobranca() -> dict[str, Any]:
    from pycobranca.bancos import BancoDoBrasil
    from pycobranca.render import render_boleto_pdf

    def title(i: int, payload: str = "") -> Any:
        return BancoDoBrasil(
            valor="1041.70",
            cedente="Prancheta Software Ltda",
            cedente_documento="26.841.057/0001-07",
            cedente_endereco="Rua Direita, 100",
            agencia="4042",
            conta="61900",
            carteira="17",
            convenio="1238798",
            nosso_numero=f"{i:010d}",
            data_vencimento=DUE,
            data_documento=ISSUED,
            numero_documento="41",
            sacado="Agência Aurora Ltda",
            sacado_documento="11.222.333/0001-81",
            sacado_endereco="Av. Ipê Roxo, 1.234",
            instrucoes=list(INSTRUCTIONS),
            demonstrativo="\n".join(STATEMENT),
            pix_copia_cola=payload,
        )

    def code(i: int) -> tuple[str, str]:
        made = title(i)
        return made.codigo_barras, made.linha_digitavel

    plain = title(41178).contexto_render()
    models = ("moderno", "classico")
    return {
        "barcodes": rate(code),
        "pdfs": max(rate(lambda _, m=m: render_boleto_pdf(plain, m)) for m in models),
        "pdfs_pix": max(
            rate(lambda i, m=m: render_boleto_pdf(title(41178, pix(i)).contexto_render(), m)) for m in models
        ),
        "bytes": len(render_boleto_pdf(plain)),
    }


def main() -> None:
    """Measure, or be one side of the measurement."""
    if len(sys.argv) > 1:
        print(json.dumps({"ours": ours, "pycobranca": pycobranca}[sys.argv[1]]()))
        return
    taken = rounds("bench.boletos", "ours", "pycobranca")
    our, peer = taken["ours"], taken["pycobranca"]
    size = max(our[0]["bytes"], our[0]["bytes_pix"])
    figures = {
        "figure": "P5",
        "barcodes_ratio": ratio(our, peer, "barcodes"),
        "pdfs_ratio": ratio(our, peer, "pdfs"),
        "pdfs_pix_ratio": ratio(our, peer, "pdfs_pix"),
        "pdf_bytes": size,
        "per_second": {name: round(our[0][name]) for name in ("barcodes", "pdfs", "pdfs_pix")},
        "goals": {"barcodes_ratio": BARCODES_GOAL, "pdfs_ratio": PDFS_GOAL, "pdf_bytes": BYTES_GOAL},
    }
    figures["goals_met"] = (
        figures["barcodes_ratio"] >= BARCODES_GOAL
        and min(figures["pdfs_ratio"], figures["pdfs_pix_ratio"]) >= PDFS_GOAL
        and size <= BYTES_GOAL
    )
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
