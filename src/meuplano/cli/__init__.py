"""The commands of `meuplano`: one list, each imported only when it is asked for.

`boleto`, `cnab`, `pix`, `document` and `calendar` start no Django.
"""

import os
import sys
from importlib import import_module

# name: (module with `run(arguments) -> exit status`, one line of help)
COMMANDS = {
    "serve": ("meuplano.cli.serve", "serve the pages"),
    "worker": ("meuplano.cli.worker", "do the background work; may run many times on many hosts"),
    "tick": ("meuplano.cli.tick", "do once, now, what the schedule would do"),
    "migrate": ("meuplano.cli.migrate", "bring the database to this version"),
    "staff": ("meuplano.cli.staff", "make a login for the finance team"),
    "import": ("meuplano.cli.import_", "bring in accounts and users from CSV"),
    "receive-mail": ("meuplano.cli.receive_mail", "take a reply to a request by e-mail from stdin"),
    "doctor": ("meuplano.cli.doctor", "check the installation and say what is wrong"),
    "boleto": ("meuplano.cli.boleto", "encode and decode boletos, JSON lines in and out"),
    "cnab": ("meuplano.cli.cnab", "read bank files, JSON lines out"),
    "pix": ("meuplano.cli.pix", "encode and decode BR Codes"),
    "document": ("meuplano.cli.document", "check CPF and CNPJ"),
    "calendar": ("meuplano.cli.calendar", "the national bank holidays of a year"),
}


def usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {text}" for name, (_, text) in COMMANDS.items()]
    return "usage: meuplano <command> [options]\n\n" + "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status is returned."""
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if name in ("-h", "--help", "help"):
        print(usage(), end="")
        return 0
    if name not in COMMANDS:
        print(f"meuplano: no command {name!r}\n\n{usage()}", end="", file=sys.stderr)
        return 2
    try:
        status: int = import_module(COMMANDS[name][0]).run(rest)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `| head` has seen enough; nothing may be written at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        from meuplano.cli.ground import complain

        return complain(name, error)
    return status
