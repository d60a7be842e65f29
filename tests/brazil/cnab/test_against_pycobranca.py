"""Our remittance and pyCobrança's, position by position, for the banks it writes; every difference is explained.

It is a peer, not an oracle: where a manual or FEBRABAN says otherwise, the difference stays and its reason stands here.
"""

import warnings
from datetime import timedelta
from typing import Any

import pytest

from meuplano.brazil.cnab.banks import profile
from meuplano.brazil.cnab.layout import Layout
from meuplano.brazil.cnab.remittance import build
from meuplano.brazil.cnab.returned import ReturnFile
from meuplano.brazil.cnab.titles import Instruction
from tests.brazil.cnab.returns import FILES, content
from tests.brazil.cnab.samples import BENEFICIARIES, MADE, PAYER, title

# At every bank: it takes the symbols out of a text before it cuts it, and writes the number of the document, without
# symbols and at the right, where we write it as it is, and where we write our own id for the company's use.
EVERYWHERE = {
    "0": {"empresa_nome"},
    "1": {"empresa_nome"},
    "P": {"seu_numero", "uso_empresa"},
    "Q": {"pagador_nome", "pagador_endereco"},
}
DIFFERENCES: dict[str, dict[str, set[str]]] = {
    "001": {
        # Zeros where FEBRABAN wants blanks, and the other way round; the bank reads none of them.
        "0": {"banco_nome", "reservado_banco", "reservado_empresa"},
        "9": {"contas"},
        # It sends no totals.
        "5": {"titulos", "total", "aviso", "cnab_2"},
    },
    "033": {
        "1": {"cnab_3"},
        "P": {"protesto_codigo"},  # 0 is "não protestar", 3 "as the beneficiary's profile says"
        "R": {"santander_brancos_1"},
    },
    "104": {
        "0": {"versao_aplicativo"},
        # Its kind is always 99 and its write-off always after 120 days; ours are what the title says.
        "P": {"agencia_cobradora_dv", "especie", "baixa_dias"},
        "5": {"titulos", "total"},
    },
    "748": {},
    "756": {
        "P": {"baixa_codigo"},  # Sicoob does not treat the field
        "R": {"multa_em"},  # it sends the due date, C019 asks for a later one
    },
}


def peer(bank: str) -> list[str]:
    from pycobranca.cnab import cnab240
    from pycobranca.cnab.pagamento import Pagamento

    ours, account = title(bank), BENEFICIARIES[bank]
    number = ours.nosso_numero
    paid = Pagamento(
        nosso_numero=number + (ours.nosso_numero_dv if bank in ("748", "756") else ""),
        data_vencimento=ours.due,
        valor=1234.56,
        documento_sacado=PAYER.document,
        nome_sacado=PAYER.name,
        endereco_sacado=PAYER.street,
        bairro_sacado=PAYER.district,
        cep_sacado=PAYER.postcode,
        cidade_sacado=PAYER.city,
        uf_sacado=PAYER.state,
        data_emissao=ours.issued,
        numero=ours.document_number,
        codigo_multa="2",
        percentual_multa=2.0,
        data_multa=ours.due + timedelta(days=1),
        tipo_mora="2",
        percentual_mora=1.0,
        data_mora=ours.due + timedelta(days=1),
        codigo_baixa="1",
        dias_baixa="060",
    )
    makers = {
        "001": ("RemessaBancoBrasil240", {"convenio": account.agreement, "carteira": "17", "variacao": "019"}),
        "033": ("RemessaSantander240", {"codigo_transmissao": account.transmission, "codigo_carteira": "5"}),
        "104": ("RemessaCaixa240", {"convenio": account.agreement, "digito_agencia": account.agency_dv}),
        "748": ("RemessaSicredi240", {}),
        "756": ("RemessaSicoob240", {}),
    }
    name, more = makers[bank]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text: str = getattr(cnab240, name)(
            pagamentos=[paid],
            empresa_mae=account.name,
            agencia=account.agency,
            conta_corrente=account.account,
            digito_conta=account.account_dv,
            documento_cedente=account.document,
            sequencial_remessa="7",
            data_geracao_fixa="01022026",
            hora_geracao_fixa="101112",
            **more,
        ).gera_arquivo()
    return text.split("\r\n")[:-1]


def ours(bank: str) -> tuple[list[str], list[tuple[str, Layout]]]:
    account = BENEFICIARIES[bank]
    known: Any = profile(bank, account.agreement)
    text = build(account, [Instruction("entry", title(bank))], nsa=7, generated_at=MADE).decode()
    layouts = [known.file_header, known.batch_header, known.segment_p, known.segment_q, known.segment_r]
    layouts += [known.batch_trailer, known.file_trailer]
    return text.split("\r\n")[:-1], list(zip("01PQR59", layouts, strict=True))


def differing(bank: str) -> dict[str, set[str]]:
    """Our fields whose characters are not pyCobrança's, by record."""
    lines, layouts = ours(bank)
    found: dict[str, set[str]] = {}
    for mine, its, (record, layout) in zip(lines, peer(bank), layouts, strict=True):
        names = {f.name for f in layout if mine[f.start - 1 : f.end] != its[f.start - 1 : f.end]}
        if names:
            found[record] = names
    return found


@pytest.mark.parametrize("bank", sorted(DIFFERENCES))
def test_our_remittance_differs_from_pycobrancas_only_where_it_is_said(bank: str) -> None:
    records = EVERYWHERE.keys() | DIFFERENCES[bank].keys()
    explained = {record: EVERYWHERE.get(record, set()) | DIFFERENCES[bank].get(record, set()) for record in records}
    assert differing(bank) == explained


@pytest.mark.parametrize("name", FILES)
def test_our_reading_of_a_real_return_is_pycobrancas(name: str) -> None:
    from pycobranca.cnab.retorno import Retorno

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = Retorno.ler(content(name)).registros
    for title_, its in zip(ReturnFile(content(name)), theirs, strict=True):
        assert title_.movement == its.codigo_ocorrencia
        assert its.nosso_numero in title_.nosso_numero  # it leaves out the wallet's digits
        amounts = (its.valor_titulo, its.valor_recebido, its.juros_mora, its.valor_tarifa)
        assert (title_.amount, title_.paid, title_.interest, title_.fee) == tuple(int(a or 0) for a in amounts)
        # For Ailos it has the two dates of U exchanged; the real file's are equal.
        days = [f"{day:%d%m%Y}" if day else "0" * 8 for day in (title_.happened_on, title_.credited_on)]
        assert days == [its.data_ocorrencia, its.data_credito or "0" * 8]
