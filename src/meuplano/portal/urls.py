"""The account owner's addresses, and in the demo its mailbox and clock."""

from django.conf import settings
from django.urls import path

from meuplano.portal import (
    access,
    again,
    billing,
    card,
    change,
    contacts,
    credit,
    demo,
    downloads,
    invite,
    invoices,
    join,
    method,
    orders,
    plan,
    second_copy,
    transfer,
    user,
    users,
)

urlpatterns = [
    path("", access.home, name="home"),
    path("plano/", plan.show, name="plan"),
    path("plano/voltar/", again.edit, name="again"),
    path("plano/alteracao/", change.edit, name="change"),
    path("plano/dados-de-faturamento/", billing.edit, name="billing"),
    path("plano/contatos/", contacts.edit, name="contacts"),
    path("plano/contatos/<int:contact>/retirar/", contacts.remove, name="contact-remove"),
    path("plano/forma-de-pagamento/", method.edit, name="method"),
    path("plano/forma-de-pagamento/cartoes/<int:pk>/remover/", method.remove, name="card-remove"),
    path("pedidos/<int:number>/", orders.show, name="order"),
    path("pedidos/<int:number>/desistir/", orders.withdraw, name="withdraw"),
    path("faturas/", invoices.index, name="invoices"),
    path("faturas/<int:number>/", invoices.show, name="invoice"),
    path("faturas/<int:number>/pagar/", invoices.pay, name="pay"),
    path("faturas/<int:number>/cartao/", card.show, name="card"),
    path("faturas/<int:number>/boleto/", downloads.boleto, name="boleto-pdf"),
    path("faturas/<int:number>/recibos/<int:payment>/", downloads.receipt, name="receipt-pdf"),
    path("faturas/<int:number>/segunda-via/", second_copy.second_copy, name="second-copy"),
    path("faturas/<int:number>/notas/<int:note>/", downloads.credit_note, name="credit-note-pdf"),
    path("faturas/<int:number>/reemitir/", second_copy.issue_again, name="reissue"),
    path("faturas/<int:number>/credito/", second_copy.credit, name="use-credit"),
    path("credito/", credit.show, name="credit"),
    path("credito/devolver/", credit.ask_back, name="credit-back"),
    path("credito/devolucoes/<int:pk>/desistir/", credit.keep, name="credit-keep"),
    path("usuarios/", users.index, name="users"),
    path("usuarios/convidar/", invite.new, name="invite"),
    path("usuarios/transferir/", transfer.edit, name="transfer"),
    path("usuarios/<int:member>/", user.edit, name="user"),
    path("usuarios/<int:invitation>/reenviar/", invite.resend, name="invite-again"),
    path("usuarios/<int:invitation>/retirar/", invite.withdraw, name="invite-withdraw"),
    path("convite/<str:token>/", join.answer, name="join"),
    path("responsavel/", access.ask, name="ask-owner"),
    path("responsavel/enviado/", access.asked, name="ask-sent"),
    path("conta/", access.switch_account, name="switch-account"),
    path("ajuda/", access.help_page, name="help"),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/caixa-de-entrada/", demo.mailbox, name="demo-mailbox"),
        path("demo/caixa-de-entrada/<int:pk>/", demo.letter, name="demo-letter"),
        path("demo/caixa-de-entrada/<int:pk>/html/", demo.letter_html, name="demo-letter-html"),
        path("demo/tempo/", demo.move_time, name="demo-time"),
    ]
