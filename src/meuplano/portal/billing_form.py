"""The form of the billing details: what was typed, and a sentence for each thing that is wrong."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext

from meuplano.actions.reissue_invoice import PRINTED
from meuplano.brazil import tax_ids
from meuplano.brazil.states import STATES
from meuplano.documents import words
from meuplano.portal.forms import Problem
from meuplano.records.models import BillingDetails

MOST_EMAILS = 5
LABELS = {
    "legal_name": lambda: gettext("Razão social"),
    "tax_id": lambda: gettext("CNPJ ou CPF"),
    "municipal_registration": lambda: gettext("Inscrição municipal"),
    "postal_code": lambda: "CEP",
    "street": lambda: gettext("Rua"),
    "number": lambda: gettext("Número"),
    "complement": lambda: gettext("Complemento"),
    "district": lambda: gettext("Bairro"),
    "city": lambda: gettext("Cidade"),
    "state": lambda: gettext("Estado"),
    "phone": lambda: gettext("Telefone"),
    "finance_emails": lambda: gettext("E-mails do financeiro"),
}


class BillingForm(forms.ModelForm):
    """Everything a boleto and a nota fiscal print; a boleto needs all of it that is not optional (D49)."""

    class Meta:
        model = BillingDetails
        fields = (*PRINTED, "phone")
        field_classes = dict.fromkeys(("tax_id", "postal_code"), forms.CharField)

    def __init__(self, data: QueryDict | None = None, *, instance: BillingDetails | None = None) -> None:
        super().__init__(data, instance=instance)
        kept = instance.finance_emails if instance else []
        typed = data.getlist("email") if data is not None else kept
        self.emails = [email.strip() for email in typed if email.strip()]
        self.email_problems: dict[int, str] = {}
        for name in ("postal_code", "street", "number", "district", "city", "state"):
            self.fields[name].required = True
        for name, field in self.fields.items():
            said = gettext("%(field)s: falta preencher") % {"field": LABELS[name]()}
            field.error_messages = {"required": said}
        for name in ("tax_id", "postal_code"):  # with its mask it is longer than what is kept
            self.fields[name].widget.attrs.pop("maxlength", None)
            self.fields[name].max_length = None  # type: ignore[attr-defined]
            self.fields[name].validators = []
        if instance is not None and data is None:
            self.initial.update(
                tax_id=words.masked_tax_id(instance.tax_id), postal_code=words.postal_code(instance.postal_code)
            )

    def clean_tax_id(self) -> str:
        try:
            return tax_ids.parse(self.cleaned_data["tax_id"]).canonical
        except tax_ids.TaxIdError as wrong:
            kind, _ = tax_ids.shape(self.cleaned_data["tax_id"])
            raise ValidationError(_tax_id_problem(kind)) from wrong

    def clean_postal_code(self) -> str:
        digits = re.sub(r"[.\s-]", "", self.cleaned_data["postal_code"])
        if not re.fullmatch(r"[0-9]{8}", digits):
            raise ValidationError(gettext("CEP: são 8 números, como 05433-010"))
        return digits

    def clean_state(self) -> str:
        state = str(self.cleaned_data["state"]).strip().upper()
        if state not in STATES:
            raise ValidationError(gettext("Estado: escolha a sigla"))
        return state

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        said = gettext("%(n)sº e-mail: confira o endereço, como financeiro@empresa.com.br")
        self.email_problems = {at: said % {"n": at + 1} for at, email in enumerate(self.emails) if not _is_email(email)}
        if not self.emails:
            self.email_problems[0] = gettext("E-mail do financeiro: escreva pelo menos um")
        if len(self.emails) > MOST_EMAILS:
            said = gettext("E-mails do financeiro: no máximo %(most)s")
            self.email_problems[MOST_EMAILS] = said % {"most": MOST_EMAILS}
        if self.email_problems:
            self.add_error(None, ValidationError("e-mails"))
        cleaned["finance_emails"] = list(dict.fromkeys(email.lower() for email in self.emails))
        return cleaned

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in the order of the form, with the id of its field."""
        found = [Problem(name, str(self.errors[name][0])) for name in self.fields if name in self.errors]
        return (*found, *(Problem(f"email{at}", text) for at, text in sorted(self.email_problems.items())))


def _tax_id_problem(kind: str | None) -> str:
    if kind is None:
        return gettext("CNPJ ou CPF: um CNPJ tem 14 letras e números, um CPF 11 números")
    return gettext("%(kind)s: os números finais não conferem com o resto. Veja se há letra O no lugar de zero.") % {
        "kind": kind.upper()
    }


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
