"""Sicoob (756): wallet, agency, modality, client, number and instalment."""

from meuplano.brazil.banks.base import Bank, Boleto, BoletoError, FreeField, Wallet, digits_only, first_given, number
from meuplano.brazil.check_digits import module11_from_left, ten_is_zero

# 01 simples com registro, 02 simples sem registro, 03 garantia caucionada, 05 carnê de pagamentos
MODALITIES = ("01", "02", "03", "05")


def compose(title: Boleto, wallet: str, configured: Wallet) -> FreeField:
    """The free field of Sicoob's "Layout de cobrança CNAB 240", "Código de barras".

    Wallet (1), agency (4), modality (2, `wallet_variation` or `extra["modalidade"]`), client with its digit (7),
    number (7), digit, instalment (3, `extra["parcela"]`). The digit: weights 3, 1, 9, 7 from the left over agency (4),
    client (10) and number (7), 11 minus the rest, rest 0 or 1 is 0. A number of 8 digits is taken with its digit.
    """
    agency = number(title.agency, "agency", 4)
    modality = number(
        first_given(title.wallet_variation, title.extra.get("modalidade", ""), title.extra.get("variacao", "")),
        "wallet_variation (modalidade)",
        2,
    )
    if modality not in configured.modalities:
        known = ", ".join(configured.modalities)
        raise BoletoError(f"modality {modality} of wallet {wallet} of bank 756 is unknown: {known} are known")
    client = _client(title)
    given = digits_only(title.nosso_numero, "nosso_numero")
    sequence = number(given[:7] if len(given) == 8 else given, "nosso_numero", 7)
    digit = str(ten_is_zero(module11_from_left(f"{agency}{client.zfill(10)}{sequence}", (3, 1, 9, 7))))
    if len(given) == 8 and given[7] != digit:
        raise BoletoError(f"nosso_numero {title.nosso_numero!r} ends in {given[7]}, its check digit is {digit}")
    parcel = first_given(title.extra.get("parcela", ""), title.extra.get("quantidade", "")) or "1"
    instalment = number(parcel, "extra.parcela", 3)
    return FreeField(f"{wallet}{agency}{modality}{client}{sequence}{digit}{instalment}", f"{sequence}-{digit}")


def _client(title: Boleto) -> str:
    """The client's code with its check digit, which comes apart (beneficiary_code) or within (agreement)."""
    code = first_given(title.beneficiary_code, title.agreement)
    if title.beneficiary_code and title.beneficiary_code_dv:
        code = code.partition("-")[0] + title.beneficiary_code_dv.strip()
    else:
        code = code.replace("-", "")
    return number(code, "beneficiary_code", 7)


BANK = Bank(
    code="756",
    digit="0",
    name="Sicoob",
    compose=compose,
    source="Sicoob, Layout de cobrança CNAB 240: código de barras, nosso número",
    wallet_width=1,
    wallets={
        "1": Wallet("simples", modalities=MODALITIES),
        "3": Wallet("garantia caucionada", modalities=MODALITIES),
        "9": Wallet("desconto ou correspondente", modalities=MODALITIES),
    },
)
