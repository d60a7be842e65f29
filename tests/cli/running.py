"""Run a command as a terminal does: bytes in, lines out, an exit status."""

import json
import subprocess
import sys
from typing import Any, NamedTuple

START = "import sys; from meuplano.cli import main; status = main(sys.argv[1:]); {}; sys.exit(status)"
NO_DJANGO = "found = [m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg')]; assert not found, found"


class Outcome(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    errors: str

    @property
    def answers(self) -> list[Any]:
        """The JSON of each line."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str, given: bytes | str = b"") -> Outcome:
    """The command in a process of its own, which also proves that it loaded neither Django nor a database driver."""
    text = given.encode() if isinstance(given, str) else given
    command = [sys.executable, "-W", "error", "-c", START.format(NO_DJANGO), *arguments]
    ran = subprocess.run(command, input=text, capture_output=True, timeout=60)
    return Outcome(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
