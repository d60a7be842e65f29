"""Wiring: settings, addresses, the WSGI entrance."""
