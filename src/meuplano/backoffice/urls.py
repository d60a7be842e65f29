"""The finance team's addresses."""

from django.urls import path

from meuplano.backoffice import accounts, credit, owner, queue, task, unmatched

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
    path("sem-dono/", unmatched.index, name="finance-unmatched"),
]
