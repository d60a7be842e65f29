"""Addresses for machines."""

from django.urls import path

from meuplano.api import notices

urlpatterns = [path("<slug:gateway>/", notices.receive, name="notices")]
