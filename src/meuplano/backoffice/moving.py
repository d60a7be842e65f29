"""Mudança de tela: which accounts see this Meu Plano and which the older one; by hand, list or percentage (F23)."""

import csv
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from meuplano.actions import move_accounts
from meuplano.actions.move_accounts import MOST, NEW, OLDER, Reach
from meuplano.backoffice.access import act_of, finance_only
from meuplano.backoffice.accounts import find
from meuplano.backoffice.fields import FinanceForm, did, typed
from meuplano.documents import words
from meuplano.records.models import Account, Event

LARGEST = 1_000_000  # bytes of a list
SHOWN = 20  # orders, and unknown codes
HEADS = {"CONTA", "CODIGO", "CÓDIGO", "CODE", "ACCOUNT"}


class MoveForm(FinanceForm):
    """A percentage or a list, typed or as a CSV file whose first column is the code."""

    destino = forms.ChoiceField(
        label=gettext_lazy("Passam a ver"),
        choices=[(NEW, gettext_lazy("a tela nova")), (OLDER, gettext_lazy("a tela anterior"))],
    )
    percentual = forms.IntegerField(
        label=gettext_lazy("Percentual das contas"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=gettext_lazy(
            "Com 20, a tela nova fica com 20% das contas, sempre as mesmas; voltando à anterior, as outras 80% voltam."
        ),
    )
    lista = forms.CharField(
        label=gettext_lazy("Ou códigos de contas"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Um por linha, como C1050."),
    )
    arquivo = forms.FileField(
        label=gettext_lazy("Ou um arquivo CSV"),
        required=False,
        help_text=gettext_lazy("O código na primeira coluna."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["codigos"] = codes = _codes(f"{data.get('lista') or ''}\n{self._file(data.get('arquivo'))}")
        percent = data.get("percentual")
        if (percent is None) == (not codes) and not self.errors:
            self.add_error("percentual", gettext("Escreva um percentual ou uma lista de contas, um dos dois."))
        if len(codes) > MOST:
            self.add_error("lista", gettext("São contas demais numa lista só: divida em listas de até 10.000."))
        elif codes and not self.errors:
            unknown = move_accounts.reach_of_list(codes, data["destino"]).unknown
            if unknown:
                said = ", ".join(unknown[:SHOWN]) + (" …" if len(unknown) > SHOWN else "")
                self.add_error(
                    "lista", gettext("Contas que não existem: %(codes)s. Nada foi mudado.") % {"codes": said}
                )
        return data

    def _file(self, file: Any) -> str:
        if not file:
            return ""
        if file.size > LARGEST:
            self.add_error("arquivo", gettext("O arquivo é grande demais: até 1 MB."))
            return ""
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("arquivo", gettext("O arquivo não é um texto em UTF-8."))
            return ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A move that was ordered."""

    what: str
    by: str


@dataclass(frozen=True, slots=True)
class MovingPage:
    """How many see which screen, the form, what it would do, and what was ordered before."""

    new: int
    older: int
    form: MoveForm
    reach: Reach | None
    ordered: tuple[Ordered, ...]

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Field id and sentence of all that is wrong."""
        return tuple((name, str(error)) for name in self.form.fields for error in self.form.errors.get(name, ()))


@require_http_methods(["GET", "HEAD", "POST"])
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET the page; POST {ver: 1} says what would change, POST does it."""
    form = MoveForm(typed(request), request.FILES if request.method == "POST" else None)
    looking = "ver" in request.POST
    if request.method == "POST" and not looking and did(form, lambda data: _order(data, request)):
        messages.success(request, gettext("Mudança em andamento: as contas passam em instantes"))
        return redirect("finance-moving")
    reach = _reach(form.cleaned_data) if looking and form.is_valid() else None
    page = _page(form, reach)
    status = 422 if form.is_bound and page.problems else 200
    return render(request, "backoffice/moving.html", {"page": page, "section": "moving"}, status=status)


@require_POST
@finance_only
def move(request: HttpRequest, code: str) -> HttpResponse:
    """POST /financeiro/contas/<code>/tela/ {para: new or older}: this account alone, by hand."""
    account, to = find(code), request.POST.get("para", "")
    if to in (NEW, OLDER) and move_accounts.move_account(account.pk, to, act_of(request)):
        said = gettext("A conta vê a tela nova") if to == NEW else gettext("A conta vê a tela anterior")
        messages.success(request, said)
    return redirect("finance-account", account.code)


def _order(data: dict[str, Any], request: HttpRequest) -> Event:
    if data["codigos"]:
        return move_accounts.order_list(data["codigos"], data["destino"], act_of(request))
    return move_accounts.order_percent(data["percentual"], data["destino"], act_of(request))


def _reach(data: dict[str, Any]) -> Reach:
    if data["codigos"]:
        return move_accounts.reach_of_list(data["codigos"], data["destino"])
    return move_accounts.reach_of_percent(data["percentual"], data["destino"])


def _page(form: MoveForm, reach: Reach | None) -> MovingPage:
    counts = dict(Account.objects.values_list("new_screen").annotate(n=Count("pk")))
    events = Event.objects.filter(account=None, name="move.ordered").order_by("-id")[:SHOWN]
    ordered = tuple(Ordered(_said(event.data), f"{words.moment(event.at)} · {event.by}") for event in events)
    return MovingPage(counts.get(True, 0), counts.get(False, 0), form, reach, ordered)


def _said(data: dict[str, Any]) -> str:
    to_new = data["to"] == NEW
    if "percent" in data:
        said = (
            gettext("%(share)s das contas na tela nova") if to_new else gettext("Só %(share)s das contas na tela nova")
        )
        return said % {"share": words.percent(data["percent"] * 100)}
    said = gettext("Lista de %(n)s para a tela nova") if to_new else gettext("Lista de %(n)s para a tela anterior")
    return said % {"n": words.accounts(len(data["codes"]))}


def _codes(text: str) -> list[str]:
    """The first column, without its heading, each code once."""
    cells = (line[0].strip().upper() for line in csv.reader(text.replace(";", ",").splitlines()) if line)
    return list(dict.fromkeys(cell for cell in cells if cell and cell not in HEADS))
