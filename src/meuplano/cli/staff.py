"""`meuplano staff EMAIL`: make a login for the finance team, or give one a new password."""

import argparse
import getpass
import sys

from meuplano.cli import ground


def run(arguments: list[str]) -> int:
    """Create or update the login; the password is asked for, never an argument (arguments are seen by every user)."""
    parser = argparse.ArgumentParser(prog="meuplano staff", description="Make a login for the finance team.")
    parser.add_argument("email")
    parser.add_argument("--name", default="", help="how the person is called")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from the first line of stdin")
    options = parser.parse_args(arguments)
    password = sys.stdin.readline().rstrip("\r\n") if options.password_stdin else _ask()
    ground.begin(direct=True)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import translation

    from meuplano.records.models import User

    with translation.override("en"):
        try:
            validate_email(options.email)
            validate_password(password)
        except ValidationError as error:
            print(f"meuplano staff: {' '.join(error.messages)}", file=sys.stderr)
            return 1
    user = User.objects.filter(email__iexact=options.email).first() or User(email=options.email.strip().lower())
    made = user.pk is None
    user.is_staff, user.is_active, user.name = True, True, options.name or user.name
    user.set_password(password)
    user.save()
    print(f"{user.email} {'can sign in now' if made else 'has a new password'}.")
    return 0


def _ask() -> str:
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        print("meuplano staff: the two differ.", file=sys.stderr)
        raise SystemExit(1)
    return password
