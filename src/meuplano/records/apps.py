"""The one app with models."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "meuplano.records"
    label = "meuplano"
    default = True
