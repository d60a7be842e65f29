"""What developers run: demo, test, bench."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Trouble(Exception):
    """Something a person can put right; the message says how."""
