"""A browser's own long name of itself as a person says it: "Chrome no Windows".

Browsers pretend to be each other for compatibility, so the one that nobody else claims to be is looked for first.
Versions are left out: browsers have frozen them. What is not known is said so.
"""

from django.utils.translation import gettext

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("YaBrowser", "Yandex"),
    ("Vivaldi", "Vivaldi"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """Browser and system, as far as they are said."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), gettext("Navegador desconhecido"))
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return gettext("%(browser)s no %(system)s") % {"browser": browser, "system": system} if system else browser
