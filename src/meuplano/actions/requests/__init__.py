"""Requests of an account to the finance team, and the answers (F21, F22)."""
