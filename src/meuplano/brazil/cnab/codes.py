"""What the codes of a return mean, in words: movements (C044) and their reasons (C047), with the banks' differences."""

from collections.abc import Mapping
from typing import Final

from meuplano.brazil.cnab.rejections import REJECTIONS, REJECTIONS_BY_BANK

Table = Mapping[str, str]

MOVEMENTS: Final[Table] = {  # C044
    "02": "Entrada confirmada",
    "03": "Entrada rejeitada",
    "04": "Transferência de carteira: entrada",
    "05": "Transferência de carteira: baixa",
    "06": "Liquidação",
    "07": "Desconto confirmado",
    "08": "Cancelamento de desconto confirmado",
    "09": "Baixa",
    "11": "Título em carteira (em ser)",
    "12": "Abatimento confirmado",
    "13": "Cancelamento de abatimento confirmado",
    "14": "Alteração de vencimento confirmada",
    "15": "Franco de pagamento",
    "17": "Liquidação após baixa ou de título não registrado",
    "19": "Instrução de protesto confirmada",
    "20": "Sustação ou cancelamento de protesto confirmado",
    "23": "Remessa a cartório",
    "24": "Retirada de cartório e manutenção em carteira",
    "25": "Protestado e baixado",
    "26": "Instrução rejeitada",
    "27": "Alteração de outros dados confirmada",
    "28": "Débito de tarifas ou custas",
    "29": "Ocorrência do pagador",
    "30": "Alteração de dados rejeitada",
    "33": "Alteração do rateio de crédito confirmada",
    "34": "Cancelamento do rateio de crédito confirmado",
    "35": "Débito automático desagendado",
    "36": "E-mail ou SMS enviado",
    "37": "Envio de e-mail ou SMS rejeitado",
    "38": "Alteração do prazo limite de recebimento confirmada",
    "39": "Dispensa do prazo limite de recebimento confirmada",
    "40": "Alteração do seu número confirmada",
    "41": "Alteração do número de controle do participante confirmada",
    "42": "Alteração dos dados do pagador confirmada",
    "43": "Alteração dos dados do sacador/avalista confirmada",
    "44": "Título pago com cheque devolvido",
    "45": "Título pago com cheque compensado",
    "46": "Cancelamento de protesto confirmado",
    "47": "Protesto para fins falimentares confirmado",
    "48": "Transferência de carteira ou modalidade confirmada",
    "49": "Alteração de contrato de cobrança",
    "50": "Título pago com cheque pendente de liquidação",
    "51": "Título DDA reconhecido pelo pagador",
    "52": "Título DDA não reconhecido pelo pagador",
    "53": "Título DDA recusado pela CIP",
    "54": "Baixa de título negativado sem protesto confirmada",
    "55": "Dispensa de multa confirmada",
    "56": "Cobrança de multa confirmada",
    "57": "Alteração de juros confirmada",
    "58": "Alteração de desconto confirmada",
    "59": "Alteração do beneficiário confirmada",
    "60": "Dispensa de juros de mora confirmada",
    "61": "Alteração do valor nominal confirmada",
    "63": "Título sustado judicialmente",
}

# Where a bank gives a code another meaning. Caixa's 44 to 47 move money: 67.118, note C044.
MOVEMENTS_BY_BANK: Final[Mapping[str, Table]] = {
    "104": {
        "01": "Impressão de títulos confirmada",
        "35": "Inclusão no banco de pagadores confirmada",
        "36": "Alteração no banco de pagadores confirmada",
        "37": "Exclusão do banco de pagadores confirmada",
        "38": "Emissão de boletos do banco de pagadores",
        "39": "Manutenção de pagador rejeitada",
        "40": "Entrada pelo banco de pagadores rejeitada",
        "41": "Manutenção do banco de pagadores rejeitada",
        "44": "Estorno de baixa ou liquidação",
        "45": "Alteração de dados",
        "46": "Liquidação on-line",
        "47": "Estorno de liquidação on-line",
        "62": "Alteração do valor mínimo ou máximo confirmada",
    },
}

FEES: Final[Table] = {  # C047-B, for 28
    "01": "Tarifa de extrato de posição",
    "02": "Tarifa de manutenção de título vencido",
    "03": "Tarifa de sustação",
    "04": "Tarifa de protesto",
    "05": "Tarifa de outras instruções",
    "06": "Tarifa de outras ocorrências",
    "07": "Tarifa de envio de duplicata ao pagador",
    "08": "Custas de protesto",
    "09": "Custas de sustação de protesto",
    "10": "Custas de cartório distribuidor",
    "11": "Custas de edital",
    "12": "Tarifa sobre devolução de título vencido",
    "13": "Tarifa sobre registro, cobrada na baixa ou liquidação",
    "14": "Tarifa sobre reapresentação automática",
    "15": "Tarifa sobre rateio de crédito",
    "16": "Tarifa sobre informações por fax",
    "17": "Tarifa sobre prorrogação de vencimento",
    "18": "Tarifa sobre alteração de abatimento ou desconto",
    "19": "Tarifa sobre arquivo mensal (em ser)",
    "20": "Tarifa sobre emissão de boleto pelo banco",
}

SETTLEMENTS: Final[Table] = {  # C047-C, for 06, 09 and 17
    "01": "Por saldo",
    "02": "Por conta",
    "03": "No caixa, em dinheiro",
    "04": "Compensação eletrônica",
    "05": "Compensação convencional",
    "06": "Por meio eletrônico",
    "07": "Após feriado local",
    "08": "Em cartório",
    "09": "Comandada pelo banco",
    "10": "Comandada pelo cliente, por arquivo",
    "11": "Comandada pelo cliente, on-line",
    "12": "Decurso de prazo: cliente",
    "13": "Decurso de prazo: banco",
    "14": "Protestado",
    "15": "Título excluído",
    "30": "No caixa, em cheque",
    "31": "Em banco correspondente",
    "32": "Em terminal de autoatendimento",
    "33": "Pela internet",
    "34": "Por office banking",
    "35": "Em correspondente, em dinheiro",
    "36": "Em correspondente, em cheque",
    "37": "Por central de atendimento",
}

SETTLEMENTS_BY_BANK: Final[Mapping[str, Table]] = {
    "104": {"02": "Casa lotérica", "03": "Agência da Caixa", "06": "Internet banking", "07": "Correspondente"},
}


def movement(code: str, bank: str = "") -> str:
    """The words of a movement code (two digits) as this bank uses it."""
    return MOVEMENTS_BY_BANK.get(bank, {}).get(code) or MOVEMENTS.get(code) or f"Movimento {code} sem descrição"


def reasons(code: str, text: str, bank: str = "") -> list[str]:
    """The words of the reasons (T 214–223, up to five codes of two characters) that go with a movement code.

    "00" and blanks say nothing and are left out; a code no table has is given as it is.
    """
    if code == "28":
        table: Table = FEES
    elif code in ("06", "09", "17", "46"):
        table = {**SETTLEMENTS, **SETTLEMENTS_BY_BANK.get(bank, {})}
    else:
        table = {**REJECTIONS, **REJECTIONS_BY_BANK.get(bank, {})}
    # Some banks fill the field from the right: ten characters with the code at the end, still on an even place.
    pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    return [table.get(pair, f"Motivo {pair}") for pair in pairs if pair.strip("0 ")]
