"""Settings: the environment is read here, once."""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP

from meuplano import database
from meuplano.config import logs

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent

DEMO = env.bool("MEUPLANO_DEMO", default=False)
DEBUG = False
PRODUCTION = not DEMO and env.bool("MEUPLANO_PRODUCTION", default=True)
MOVABLE_CLOCK = DEMO or env.bool("MEUPLANO_MOVABLE_CLOCK", default=False)

BASE_URL = env.str("MEUPLANO_URL", default="http://localhost:8000")
ALLOWED_HOSTS = env.list(
    "MEUPLANO_HOSTS", default=["localhost", "127.0.0.1", "[::1]", urlsplit(BASE_URL).hostname or "localhost"]
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECRET_KEY = env.str("MEUPLANO_SECRET_KEY", default="") or database.stored_secret()

DATABASES: dict[str, Any] = {
    "default": env.db_url_config(database.url()) | {"CONN_MAX_AGE": 60, "ATOMIC_REQUESTS": False}
}
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True  # pgbouncer in transaction mode must work

INSTALLED_APPS = [
    "meuplano.records",
    "meuplano.portal",
    "meuplano.backoffice",
    "meuplano.documents",
    "meuplano.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # the list of security keys asks for it
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]
AUTH_USER_MODEL = "meuplano.User"

MIDDLEWARE = [
    "meuplano.config.logs.RequestLog",
    "meuplano.config.bodies.RefuseHugeBodies",
    "django.middleware.security.SecurityMiddleware",
    "meuplano.api.straight.StraightToTheDoor",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "meuplano.config.pace.SayHowLong",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "meuplano.config.urls"
WSGI_APPLICATION = "meuplano.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "meuplano.portal.templatetags.meuplano",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "meuplano.portal.shell.shell",
                "meuplano.backoffice.requests.menu",
            ],
        },
    }
]

# Who sells: the name on every page, and how a customer reaches the finance team. Empty values are not shown.
VENDOR: dict[str, str] = {
    "name": env.str("MEUPLANO_VENDOR_NAME", default="Prancheta"),
    "legal_name": env.str("MEUPLANO_VENDOR_LEGAL_NAME", default="Prancheta Software Ltda"),
    "tax_id": env.str("MEUPLANO_VENDOR_TAX_ID", default="26.841.057/0001-07"),
    # Printed on boletos and receipts; its lines are parted by "|".
    "address": env.str("MEUPLANO_VENDOR_ADDRESS", default="Rua Direita, 100 – Sé|01002-000 São Paulo – SP"),
    "finance_email": env.str("MEUPLANO_VENDOR_FINANCE_EMAIL", default="financeiro@prancheta.example"),
    "finance_phone": env.str("MEUPLANO_VENDOR_FINANCE_PHONE", default="+55 11 4000-1234"),
    "product_url": env.str("MEUPLANO_VENDOR_PRODUCT_URL", default=""),
    "privacy_url": env.str("MEUPLANO_VENDOR_PRIVACY_URL", default=""),
}

# Whose users (D58): "portal" invites and activates here, "product" lists them here and does both in the product.
USERS = env.str("MEUPLANO_USERS", default="portal")

# Source strings are Portuguese; `en` is the translation.
LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", "Português"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Sao_Paulo"

DEMO_LOGINS = database.data_folder() / "logins.json"  # [[who, e-mail, password], …], told on the demo's sign-in page

STATIC_URL = "/static/"
STATIC_ROOT = database.data_folder() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names with a hash need the folder that `meuplano migrate` fills; tests do without.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if DEMO or PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "meuplano.config.pace.Adapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

# A proxy in front of an https address ends TLS and says so in X-Forwarded-Proto; it must overwrite what a client sent.
HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
# How many proxies of yours add to X-Forwarded-For: without it all visitors would share the one limit of the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("MEUPLANO_PROXIES", default=1 if HTTPS else 0)
SECURE_REDIRECT_EXEMPT = [r"^saude/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "form-action": [CSP.SELF],
}

# The vendor's figures (product.md, "vendor's setting").
BILLING = {
    "order_days": env.int("MEUPLANO_ORDER_DAYS", default=3),  # business days until an order's boleto is due
    "clearing_days": env.int("MEUPLANO_CLEARING_DAYS", default=2),  # business days until a bank tells of a payment
    "issue_days_ahead": env.int("MEUPLANO_ISSUE_DAYS_AHEAD", default=10),
    "notice_days": env.int("MEUPLANO_NOTICE_DAYS", default=30),  # from the notice of new prices until they hold (D38)
    "fine": env.int("MEUPLANO_FINE", default=200),  # basis points of the open principal, once (D21)
    "interest": env.int("MEUPLANO_INTEREST", default=100),  # basis points a month, by calendar day
    "between_companies": env.bool("MEUPLANO_BETWEEN_COMPANIES", default=False),  # a fine above 2 % (art. 413 CC)
    "suspension_day": env.int("MEUPLANO_SUSPENSION_DAY", default=15),
    "cancellation_day": env.int("MEUPLANO_CANCELLATION_DAY", default=60),
    "boleto_minimum": env.int("MEUPLANO_BOLETO_MINIMUM", default=500),  # centavos (D50)
    "card_minimum": env.int("MEUPLANO_CARD_MINIMUM", default=100),
    "release": env.str("MEUPLANO_RELEASE", default="payment"),  # or "confirmation": when an order can be used
    "largest_addition": env.int("MEUPLANO_LARGEST_ADDITION", default=490),  # licences or GB in one order
    "data_kept_days": env.int("MEUPLANO_DATA_KEPT_DAYS", default=90),  # after the end, said on the page of cancelling
    "regret_for_all": env.bool("MEUPLANO_REGRET_FOR_ALL", default=False),  # not for a CPF only (D37)
    "second_person_above": env.int("MEUPLANO_SECOND_PERSON_ABOVE", default=1_000_00),  # centavos (U28)
    "fiscal_note": env.str(
        "MEUPLANO_FISCAL_NOTE", default="payment"
    ),  # when it is issued: payment, issue or none (D43)
    # Invoices paid from this day on wait in finance's queue for their nota fiscal; none: nobody is reminded.
    "fiscal_notes_since": date.fromisoformat(since)
    if (since := env.str("MEUPLANO_FISCAL_NOTES_SINCE", default=""))
    else None,
    "extra_holidays": [  # municipal and state holidays on which the vendor's banks close
        date.fromisoformat(day) for day in env.list("MEUPLANO_EXTRA_HOLIDAYS", default=[])
    ],
    "year_end_closed": env.bool("MEUPLANO_YEAR_END_CLOSED", default=False),  # 24 and 31 December count as holidays
}

# Requests to the finance team.
REQUESTS = {
    "answer_days": env.int("MEUPLANO_ANSWER_DAYS", default=1),  # business days until an answer is promised
    "largest_file": 5_000_000,  # bytes of an attachment
    "most_files": 5,  # of one message
    # What nobody does by hand is answered by 429 (rules/pace.py); an hour and a day are counted back from now.
    "messages_an_hour": env.int("MEUPLANO_MESSAGES_AN_HOUR", default=30),  # of one person
    "files_a_day": env.int("MEUPLANO_FILES_A_DAY", default=50),  # of one account
}
LARGEST_BODY = 30_000_000  # bytes of any request: what says that it is longer is not read
FILE_UPLOAD_MAX_MEMORY_SIZE = 6_000_000  # a file that may be kept is never written to a disk on its way

# Who moves the money, by method; a method without a gateway is not offered.
GATEWAYS: dict[str, dict[str, str]] = {"manual": {}, "bank_cnab": {}}
FAKE_BANK_URL = env.str("MEUPLANO_FAKE_BANK_URL", default="http://localhost:8001" if DEMO else "")
if FAKE_BANK_URL:
    GATEWAYS["fake"] = {
        "url": FAKE_BANK_URL,
        "secret": env.str("MEUPLANO_FAKE_BANK_SECRET", default="segredo-da-demonstracao"),
    }
METHOD_GATEWAYS = {
    method: env.str(f"MEUPLANO_GATEWAY_{method.upper()}", default="fake" if FAKE_BANK_URL else "")
    for method in ("boleto", "card", "pix")
}
LARGEST_NOTICE = 2_000_000  # bytes of a webhook that is looked at
MAIL_DOMAIN = env.str("MEUPLANO_MAIL_DOMAIN", default=VENDOR["finance_email"].rpartition("@")[2])
# Mail to solicitacao+…@ this domain is handed to `meuplano receive-mail`; empty: nobody can answer by e-mail.
REPLY_DOMAIN = env.str("MEUPLANO_REPLY_DOMAIN", default="respostas.prancheta.example" if DEMO else "")
EMAIL_FROM = env.str("MEUPLANO_EMAIL_FROM", default=f"{VENDOR['name']} <{VENDOR['finance_email']}>")
MAILERS = {
    "default": (
        {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        if DEMO
        else {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": env.dict("MEUPLANO_SMTP", default={}),
        }
    )
}
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 4, "delete_jobs": "successful", "shutdown_graceful_timeout": 5}
LOGGING = logs.configure(as_json=PRODUCTION, level=env.str("MEUPLANO_LOG_LEVEL", default="INFO"))
