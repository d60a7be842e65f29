"""`meuplano receive-mail`: a reply by e-mail, as the mail server hands it over (docs/operate/requests-by-mail.md)."""

import argparse
import sys

from meuplano.cli import ground

# sysexits.h: what a mail server understands. A temporary failure is delivered again later.
TAKEN, BAD_MAIL, NOBODY, FAILED, NOT_ALLOWED = 0, 65, 67, 75, 77
STATUS = {"not_ours": NOBODY, "foreign_sender": NOT_ALLOWED, "automatic": TAKEN, "too_fast": FAILED}
SAID = {
    "not_ours": "this address belongs to no request",
    "foreign_sender": "only the person to whom this address was given may write to it",
    "no_text": "the mail says nothing new",
    "too_large": "the mail is too large",
    "too_fast": "too many messages in a short time: try again later",
}


def run(arguments: list[str]) -> int:
    """Read one mail from the standard input; what is said on the standard error goes back to its sender."""
    parser = argparse.ArgumentParser(prog="meuplano receive-mail", description="Take a reply by e-mail from stdin.")
    parser.add_argument("--to", default="", metavar="ADDRESS", help="the address to which it is delivered")
    options = parser.parse_args(arguments)
    raw = sys.stdin.buffer.read()
    try:
        ground.begin(migrate=False)
        return _take(raw, options.to)
    except Exception as problem:
        print(f"try again later: {type(problem).__name__}", file=sys.stderr)
        return FAILED


def _take(raw: bytes, to: str) -> int:
    from meuplano import clock
    from meuplano.actions.refused import Refused
    from meuplano.actions.requests.receive_mail import receive_mail
    from meuplano.rules.act import Act

    try:
        receive_mail(raw, Act(by="e-mail", at=clock.now()), to=to)
    except Refused as refused:
        status = STATUS.get(refused.reason, BAD_MAIL)
        if status != TAKEN:
            print(SAID.get(refused.reason, refused.reason), file=sys.stderr)
        return status
    return TAKEN
