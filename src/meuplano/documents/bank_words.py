"""How a bank's files, titles and commands are said to the finance team."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from meuplano.documents.words import Status

VERBS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "entry": gettext_lazy("Registrar"),
        "write_off": gettext_lazy("Baixar"),
        "change_due": gettext_lazy("Mudar o vencimento"),
    }
)
REFUSED = Status(gettext_lazy("Recusado"), "circle-alert", "bad")
COMMANDS: Mapping[str, Status] = MappingProxyType(
    {
        "waiting": Status(gettext_lazy("Espera a remessa"), "clock"),
        "sent": Status(gettext_lazy("Espera o retorno"), "hourglass", "info"),
        "confirmed": Status(gettext_lazy("Aceito"), "check", "ok"),
        "refused": REFUSED,
        "dropped": Status(gettext_lazy("Não foi mais preciso"), "ban"),
    }
)
FATES: Mapping[str, Status] = MappingProxyType(
    {
        "done": Status(gettext_lazy("Feito"), "check", "ok"),
        "known": Status(gettext_lazy("Já conhecida"), "copy-check"),
        "nothing": Status(gettext_lazy("Sem efeito"), "minus"),
        "unknown_title": Status(gettext_lazy("Sem dono"), "circle-alert", "warn"),
        "failed": Status(gettext_lazy("Não foi lida"), "circle-alert", "bad"),
    }
)
RETURNS: Mapping[str, Status] = MappingProxyType(
    {
        "received": Status(gettext_lazy("Lendo"), "loader", "info"),
        "read": Status(gettext_lazy("Lido"), "check", "ok"),
        "quarantined": Status(gettext_lazy("Em quarentena"), "circle-alert", "warn"),
        "dismissed": Status(gettext_lazy("Descartado"), "ban"),
    }
)
STOPPED: Mapping[str, Status] = MappingProxyType(
    {
        "draft": Status(gettext_lazy("Faltam dados"), "circle-alert", "warn"),
        "rejected": REFUSED,
    }
)
