"""Caixa Econômica Federal (104): SIGCB, and the older SICOB and SINCO."""

from meuplano.brazil.banks.base import Bank, Boleto, BoletoError, FreeField, Wallet, digits_only, first_given, number
from meuplano.brazil.check_digits import module11, ten_is_zero


def compose(title: Boleto, wallet: str, modality: Wallet) -> FreeField:
    """The free field of Caixa's manual 67.119 (SIGCB), or of 67.021 (SICOB) for accounts of 11 digits.

    An account of 11 digits (operação and code) without a beneficiary's code is one of SICOB; a number of 18 digits
    beginning with 9 is one of SINCO.
    """
    given = digits_only(title.nosso_numero, "nosso_numero")
    beneficiary = first_given(title.beneficiary_code, title.agreement)
    account = title.account.partition("-")[0].replace(".", "").strip()
    if not beneficiary and len(account) == 11:
        return _sicob(title, wallet, given)
    beneficiary = beneficiary or account
    if len(given) == 18 and given.startswith("9"):
        return _sinco(beneficiary, given)
    return _sigcb(title, beneficiary, given, modality)


def _sigcb(title: Boleto, beneficiary: str, given: str, modality: Wallet) -> FreeField:
    """Beneficiary (7), number 3-5, its 1st digit, number 6-8, its 2nd digit, number 9-17, digit over the 24."""
    code, warnings = _beneficiary(beneficiary, title.beneficiary_code_dv)
    prefix = modality.rule
    if len(prefix) == 1:  # registered or not; who prints is said apart: 4 the beneficiary, 1 the bank
        prefix += number(title.extra.get("emissao", "") or "4", "extra.emissao", 1)
    if len(given) == 17:
        if not given.startswith(prefix):
            raise BoletoError(f"nosso_numero {given} begins with {given[:2]}, its modality is {prefix}")
        whole = given
    else:
        whole = prefix + number(given, "nosso_numero", 15)
    free = f"{code}{whole[2:5]}{whole[0]}{whole[5:8]}{whole[1]}{whole[8:]}"
    printed = f"{whole}-{ten_is_zero(module11(whole))}"
    return FreeField(f"{free}{ten_is_zero(module11(free))}", printed, warnings)


def _beneficiary(value: str, given_dv: str) -> tuple[str, tuple[str, ...]]:
    """Seven digits: up to 999999 the code and its digit, from 1100000 the code alone (67.119, note 3)."""
    digits = number(value, "beneficiary_code", 7).lstrip("0")
    if len(digits) <= 6:
        code = digits.zfill(6)
        digit = str(ten_is_zero(module11(code)))
        wrong = given_dv.strip() not in ("", digit)
        note = f"beneficiary_code_dv {given_dv} is not the check digit of {code}: {digit} is used"
        return code + digit, (note,) if wrong else ()
    if int(digits) < 1100000:
        raise BoletoError(f"beneficiary_code {digits} is in no range of bank 104: up to 999999, or from 1100000")
    return digits, ()


def _sicob(title: Boleto, wallet: str, given: str) -> FreeField:
    """Number (10: 9… for CR; 80, 81 or 82… for SR), agency (4), operação and code (11) (67.021)."""
    start = {"CR": ("9",), "SR": ("80", "81", "82")}.get(wallet)
    if start is None:
        raise BoletoError(f"wallet {wallet} of bank 104 is not one of SICOB: CR and SR are")
    whole = given if len(given) == 10 else start[0] + number(given, "nosso_numero", 10 - len(start[0]))
    if not whole.startswith(start):
        raise BoletoError(f"nosso_numero {given} does not begin with {' or '.join(start)}, as wallet {wallet} demands")
    free = f"{whole}{number(title.agency, 'agency', 4)}{number(title.account, 'account', 11)}"
    return FreeField(free, f"{whole}-{ten_is_zero(module11(whole))}")


def _sinco(beneficiary: str, whole: str) -> FreeField:
    """1, beneficiary (6), number (18, beginning with 9)."""
    code = number(beneficiary, "beneficiary_code", 6)
    return FreeField(f"1{code}{whole}", f"{whole}-{ten_is_zero(module11(whole))}")


BANK = Bank(
    code="104",
    digit="0",
    name="Caixa Econômica Federal",
    compose=compose,
    source="Caixa, 67.119 (SIGCB, 2020) and 67.021 v006 (SICOB)",
    wallet_width=0,
    rules=frozenset({"1", "2", "11", "14", "21", "24", "sicob"}),
    wallets={
        "1": Wallet("registrada", "1"),
        "2": Wallet("sem registro", "2"),
        "11": Wallet("registrada, emissão da Caixa", "11"),
        "14": Wallet("registrada, emissão do beneficiário", "14"),
        "21": Wallet("sem registro, emissão da Caixa", "21"),
        "24": Wallet("sem registro, emissão do beneficiário", "24"),
        "RG": Wallet("registrada, emissão do beneficiário", "14"),
        "SR": Wallet("sem registro, emissão do beneficiário", "24"),
        "CR": Wallet("cobrança rápida (SICOB)", "sicob"),
        "SIG14": Wallet("registrada, emissão do beneficiário", "14"),
        "SIG24": Wallet("sem registro, emissão do beneficiário", "24"),
    },
)
