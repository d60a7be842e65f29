"""What somebody wrote in answer to one of our mails: without what they quote, as plain text."""

import re
from email.message import EmailMessage
from html.parser import HTMLParser

# The first of these lines begins what is quoted: our own line, what mail programs put above a quotation, a signature.
QUOTED = re.compile(
    r"""^[ \t>*]*(?:
        .*Escreva\ a\ sua\ resposta\ acima\ desta\ linha.*
      | .*Write\ your\ answer\ above\ this\ line.*
      | (?:Em|No\ dia|On)\b[^\n]{0,300}(?:\n[^\n]{0,200}){0,2}?(?:escreveu|wrote)\s*:
      | (?:De|From)\s*:[^\n]*\n[ \t>*]*(?:Enviad[oa](?:\ em)?|Data|Sent|Date|Para|To)\s*:[^\n]*
      | -{2,}\s*(?:Mensagem\ original|Mensagem\ encaminhada|Original\ Message|Forwarded\ message)\b.*
      | _{10,}\s*
    )[ \t]*$|^--\ $""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
BLOCKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3")
UNSEEN = ("style", "script", "head", "title", "blockquote")


def reply_text(message: EmailMessage) -> str:
    """The new words of a mail; "" if it has none."""
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        text = content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        text = content.decode("latin-1")
    if part.get_content_subtype() == "html":
        text = plain(text)
    return without_quotation(text)


def without_quotation(text: str) -> str:
    """The text before what is quoted, without lines that begin with ">"."""
    text = text.replace("\r\n", "\n").replace("\u00a0", " ")
    found = QUOTED.search(text)
    kept = text[: found.start()] if found else text
    lines = [line.rstrip() for line in kept.split("\n") if not line.lstrip().startswith(">")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def plain(html: str) -> str:
    """The words of an HTML mail, a line for each block; quotations are left out."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(reader.parts))


class _Words(HTMLParser):
    """Collects text; what stands in `UNSEEN` is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        quoted = "gmail_quote" in (dict(attrs).get("class") or "")
        if tag in UNSEEN or quoted or (self._unseen and tag == self._unseen[-1]):
            self._unseen.append(tag)
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))
