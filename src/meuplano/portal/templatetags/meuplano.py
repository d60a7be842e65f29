"""The small words of our templates: money, dates, icons, status words and meters."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from meuplano.documents import mail, words
from meuplano.documents.devices import device

register = template.Library()
ICONS = Path(__file__).resolve().parent.parent / "static" / "portal" / "icons.svg"
MOST_PIPS = 30  # from 31 on, and for amounts, a bar measures (design: Meters)

register.filter("reais", words.reais)
register.filter("day", words.day)
register.filter("day_month", words.day_month)
register.filter("weekday", words.weekday)
register.filter("long_day", words.long_day)
register.filter("month_name", words.month)
register.filter("moment", words.moment)
register.filter("hour", words.hour)
register.filter("gigabytes", words.gigabytes)
register.filter("licences", words.licences)
register.filter("days", words.days)
register.filter("initials", words.initials)
register.filter("method_word", words.method_word)
register.filter("cycle_word", words.cycle_word)
register.filter("device", device)
register.filter("digit_groups", mail.digit_groups)
register.filter("paragraphs", mail.paragraphs)
register.filter("day_list", words.day_list)
register.filter("number_list", words.number_list)


class Sentence(Node):
    """Fixed words of a page: looked up once in each language, for they are half of what a page takes to write."""

    def __init__(self, translation: Node) -> None:
        self.translation = translation
        self.said: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        """The same words every time."""
        language = get_language()
        if language not in self.said:
            self.said[language] = self.translation.render(context)
        return self.said[language]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's `translate`, which remembers what a quoted text without any option became."""
    arguments = token.split_contents()[1:]
    found = do_translate(parser, token)
    quoted = len(arguments) == 1 and arguments[0][0] == arguments[0][-1] and arguments[0][0] in "'\""
    return Sentence(found) if quoted else found


class Address(Node):
    """The address of a view: made once for each name and number, and not anew for every row of every page."""

    def __init__(self, found: URLNode) -> None:
        self.found = found

    def render(self, context: template.Context) -> str:
        """Escaped, as an attribute takes it."""
        arguments = (argument.resolve(context) for argument in self.found.args)
        return _address(get_script_prefix(), self.found.view_name.resolve(context), *arguments)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django's `url`, which remembers; one with names for its arguments or for its result is Django's own."""
    found = django_url(parser, token)
    return found if found.kwargs or found.asvar else Address(found)


@register.simple_tag
def figure(value: Any, size: str = "") -> SafeString:
    """The page's number: the symbol steps back, the centavos stay legible, and a screen reader hears one amount."""
    text = words.reais(value)
    sign, number = ("-", text[4:]) if text.startswith("-") else ("", text[3:])
    whole, centavos = number.split(",")
    return format_html(
        '<p class="figure {}"><span aria-hidden="true">{}<i>R$</i>{}<s>,{}</s></span><span class="vh">{}</span></p>',
        *(size, sign, whole, centavos, text),
    )


@register.simple_tag(takes_context=True)
def icon(context: template.Context, name: str) -> SafeString:
    """An icon, always beside a word; the page's sprite carries what it used."""
    _used(context).add(name)
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag(takes_context=True)
def sprite(context: template.Context, *later: str) -> SafeString:
    """The symbols that this page used, and those that its fragments may bring `later`."""
    symbols = _symbols()
    inside = format_html_join("", "{}", ((SafeString(symbols[n]),) for n in sorted({*_used(context), *later})))
    return format_html('<svg class="sprite" aria-hidden="true">{}</svg>', inside)


@register.simple_tag(takes_context=True)
def tag(context: template.Context, status: words.Status) -> SafeString:
    """A status word: icon and word first, colour last."""
    return format_html('<span class="tag {}">{}{}</span>', status.tone, icon(context, status.icon), status.word)


@register.simple_tag
def pips(used: int, total: int, new: int = 0) -> SafeString:
    """What is used of a total, one mark each up to thirty, else a bar; `new` marks come on top, in green."""
    if total + new > MOST_PIPS:
        bar = '<progress value="{}" max="{}" aria-hidden="true"></progress>'
        return format_html(bar, min(used, total + new), max(total + new, 1))
    marks = '<i class="on"></i>' * min(used, total) + "<i></i>" * max(total - used, 0) + '<i class="new"></i>' * new
    return format_html('<span class="pips" aria-hidden="true">{}</span>', SafeString(marks))


@register.simple_tag
def day_pips(left: int, total: int) -> SafeString:
    """The days of a period, those left in the accent: the pro rata as a picture."""
    if total > 62:
        bar = '<progress value="{}" max="{}" aria-hidden="true"></progress>'
        return format_html(bar, left, total)
    marks = "<i></i>" * (total - left) + '<i class="on"></i>' * left
    return format_html('<span class="pips days" aria-hidden="true">{}</span>', SafeString(marks))


@register.filter
def address_link(email: str) -> str:
    """The mailto: address of an e-mail."""
    return f"mailto:{email}" if email else ""


@register.filter
def phone_link(phone: str) -> str:
    """The tel: address of a phone number."""
    return "tel:" + re.sub(r"[^\d+]", "", phone)


@lru_cache(maxsize=4096)  # numbers of invoices are small, and every account has the same
def _address(_prefix: str, name: str, *arguments: Any) -> SafeString:
    return conditional_escape(reverse(name, args=arguments))


def _used(context: template.Context) -> set[str]:
    """The icons of this answer, kept with its request (a fragment has its own)."""
    holder = context.get("request") or context
    if isinstance(holder, template.Context):
        return holder.dicts[0].setdefault("_icons", set())
    icons: set[str] = holder.__dict__.setdefault("_icons", set())
    return icons


@cache
def _symbols() -> dict[str, str]:
    source = ICONS.read_text(encoding="utf-8")
    return {m["name"]: m[0] for m in re.finditer(r'<symbol id="i-(?P<name>[\w-]+)".*?</symbol>', source, re.DOTALL)}


@register.filter
def inline_svg(svg: str) -> SafeString:
    """A drawing made by our own libraries (never by a visitor), put into the page without its XML prolog."""
    return SafeString(re.sub(r"^\s*<\?xml.*?\?>", "", svg, flags=re.DOTALL))
