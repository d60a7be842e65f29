"""The finance team's addresses."""

from django.urls import path

from meuplano.backoffice import accounts, credit, owner, unmatched

urlpatterns = [
    path("", accounts.index, name="finance"),
    path("contas/<str:code>/", accounts.show, name="finance-account"),
    path("contas/<str:code>/credito/", credit.give, name="finance-credit"),
    path("contas/<str:code>/responsavel/", owner.recover, name="finance-owner"),
    path("sem-dono/", unmatched.index, name="finance-unmatched"),
]
