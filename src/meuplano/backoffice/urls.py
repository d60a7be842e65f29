"""The finance team's addresses."""

from django.urls import path

from meuplano.backoffice import accounts, contracts, credit, moving, owner, prices, queue, task, terms, unmatched

urlpatterns = [
    path("", queue.index, name="finance"),
    path("tarefas/<int:pk>/", task.show, name="finance-task"),
    path("tarefas/<int:pk>/concluir/", task.finish, name="finance-finish"),
    path("tarefas/<int:pk>/reabrir/", task.reopen, name="finance-reopen"),
    path("tarefas/<int:pk>/retomar/", task.retry, name="finance-retry"),
    path("tarefas/<int:pk>/devolver/", task.give_back, name="finance-give-back"),
    path("tarefas/<int:pk>/devolvido/", task.given_back, name="finance-given-back"),
    path("tarefas/<int:pk>/desistir/", task.keep, name="finance-keep"),
    path("contas/", accounts.index, name="finance-accounts"),
    path("contas/<str:code>/", accounts.show, name="finance-account"),
    path("contas/<str:code>/credito/", credit.give, name="finance-credit"),
    path("contas/<str:code>/responsavel/", owner.recover, name="finance-owner"),
    path("contas/<str:code>/devolver/", credit.give_back, name="finance-credit-back"),
    path("contas/<str:code>/preco/", terms.agree, name="finance-agree"),
    path("contas/<str:code>/preco/<int:pk>/encerrar/", terms.end_agreed, name="finance-end-agreed"),
    path("contas/<str:code>/reajuste/", terms.adjust, name="finance-adjust"),
    path("contas/<str:code>/cortesia/", terms.courtesy, name="finance-courtesy"),
    path("contas/<str:code>/cortesia/<int:pk>/encerrar/", terms.stop, name="finance-stop-courtesy"),
    path("contas/<str:code>/vencimento/", terms.due_day, name="finance-due-day"),
    path("contas/<str:code>/tela/", moving.move, name="finance-move"),
    path("mudanca/", moving.index, name="finance-moving"),
    path("contratos/novo/", contracts.make, name="finance-contract"),
    path("precos/", prices.index, name="finance-prices"),
    path("precos/nova/", prices.publish, name="finance-publish"),
    path("precos/reajuste/", prices.adjust, name="finance-adjust-many"),
    path("sem-dono/", unmatched.index, name="finance-unmatched"),
]
