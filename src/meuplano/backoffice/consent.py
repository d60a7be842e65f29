"""Termos de uso: the versions that customers accept, and publishing the next one (D53)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from meuplano.actions.accept_terms import publish_terms
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.fields import FinanceForm, FormPage, did, show, typed
from meuplano.documents import words
from meuplano.password import password_again
from meuplano.records.consents import latest_terms
from meuplano.records.models import TermsVersion


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version, and by how many acceptances it is held."""

    number: int
    about: str
    text: str
    accepted: int


class TermsForm(FinanceForm):
    """The whole text of the next version."""

    spans: ClassVar[Mapping[str, int]] = {"texto": 6}

    texto = forms.CharField(
        label=gettext_lazy("Texto"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy("O texto inteiro. Linhas em branco separam parágrafos."),
    )


@require_safe
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /financeiro/termos/"""
    rows = tuple(
        VersionRow(
            row.number,
            gettext("publicada por %(who)s em %(when)s") % {"who": row.by, "when": words.moment(row.published_at)},
            row.text,
            row.acceptances.count(),
        )
        for row in TermsVersion.objects.order_by("-number")
    )
    return render(request, "backoffice/consent.html", {"rows": rows, "section": "terms"})


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
@password_again
def publish(request: HttpRequest) -> HttpResponse:
    """GET, POST /financeiro/termos/nova/: the text of the last version, or a draft with what the law wants said."""
    last = latest_terms()
    form = TermsForm(typed(request), initial={"texto": last.text if last else draft()})
    page = FormPage(
        title=gettext("Nova versão dos termos"),
        lead=gettext(
            "Uma versão publicada não muda mais. Quem já aceitou só é perguntado de novo no próximo contrato."
        ),
        button=gettext("Publicar versão"),
        back_url=reverse("finance-terms"),
        back_label=gettext("Termos"),
        form=form,
        section="terms",
    )
    if request.method == "POST" and did(form, lambda data: publish_terms(data["texto"], act_of(request))):
        messages.success(request, gettext("Versão publicada: vale para os próximos aceites"))
        return redirect("finance-terms")
    return show(request, page)


def draft() -> str:
    """What D27 and the recurring charge rest on, with this installation's own figures; the vendor's lawyer goes on."""
    fine, interest = (words.percent(settings.BILLING[name]) for name in ("fine", "interest"))
    return (
        "1. A assinatura se renova a cada período, até ser cancelada, e cada renovação é cobrada pela forma de "
        "pagamento escolhida. Com um cartão guardado, autorizo a cobrança recorrente nele.\n\n"
        "2. Um pagamento parcial abate primeiro o principal e depois a multa e os juros.\n\n"
        f"3. O atraso tem multa de {fine}, uma vez, e juros de {interest} ao mês, por dia, sobre o principal em aberto."
    )
