"""People and the customer companies they belong to."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from meuplano.records.models.base import AccountRow, uuid7
from meuplano.records.same_account import account_key
from meuplano.rules import retention


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in with an e-mail; without a password they must set one by the reset link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in: a customer's, or the vendor's (staff)."""

    email = models.EmailField("e-mail", unique=True)
    name = models.CharField("nome", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="an_email_is_one_user")]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, _permission: str, _obj: Any = None) -> bool:
        """Staff may use the back office; no finer permissions yet."""
        return self.is_active and self.is_staff

    def has_module_perms(self, _app: str) -> bool:
        return self.is_active and self.is_staff


class Account(models.Model):
    """A customer company. Its row is the one lock of every action; the numbers of its papers are counted here."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    created_on = models.DateField()
    last_invoice_number = models.PositiveIntegerField(default=0)
    last_order_number = models.PositiveIntegerField(default=0)
    new_screen = models.BooleanField(default=True, db_default=True)  # else the older, read-only Meu Plano (F23)
    draft_key = models.UUIDField(default=uuid7)  # of the next order; replaced when an order takes it

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Member(AccountRow):
    """A user of an account. Exactly one is its owner, who is always active.

    `invited_until` is set until an invitation is answered. While one to use the system is open the row has access, so
    that it holds its licence everywhere (D18); once it has lapsed it has not, and a billing contact's never has. Nobody
    enters by a row that is not answered.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    has_access = models.BooleanField()
    is_admin = models.BooleanField(default=False)
    is_owner = models.BooleanField(default=False)
    is_billing_contact = models.BooleanField(default=False)  # reads invoices and receipts, with or without access (D46)
    last_access_on = models.DateField(null=True)
    invited_at = models.DateTimeField(null=True)  # of the last invitation; an older link is worth nothing
    invited_until = models.DateField(null=True)  # the last day on which it can be accepted

    class Meta:
        constraints = [
            account_key("member"),
            models.UniqueConstraint(fields=["account", "user"], name="a_user_is_one_member"),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(is_owner=True), name="an_account_has_at_most_one_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(is_owner=False) | models.Q(has_access=True), name="the_owner_is_always_active"
            ),
            models.CheckConstraint(
                condition=models.Q(is_owner=False) | models.Q(invited_until__isnull=True),
                name="the_owner_has_no_open_invitation",
            ),
            models.CheckConstraint(
                condition=models.Q(invited_until__isnull=True) | models.Q(invited_at__isnull=False),
                name="an_open_invitation_was_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["invited_until"],
                condition=models.Q(invited_until__isnull=False, has_access=True),
                name="open_invitations",
            )
        ]


class BillingDetails(AccountRow):
    """Used only on boletos and notas fiscais of this subscription."""

    legal_name = models.CharField("razão social", max_length=120)
    tax_id = models.CharField("CNPJ ou CPF", max_length=14)  # canonical: no mask, upper case
    municipal_registration = models.CharField("inscrição municipal", max_length=20, blank=True)
    postal_code = models.CharField("CEP", max_length=8, blank=True)
    street = models.CharField("logradouro", max_length=120, blank=True)
    number = models.CharField("número", max_length=20, blank=True)
    complement = models.CharField("complemento", max_length=60, blank=True)
    district = models.CharField("bairro", max_length=60, blank=True)
    city = models.CharField("município", max_length=60, blank=True)
    state = models.CharField("UF", max_length=2, blank=True)
    phone = models.CharField("telefone", max_length=30, blank=True)
    finance_emails = ArrayField(models.EmailField(), default=list, blank=True)
    iss = models.PositiveSmallIntegerField("ISS", default=0)  # basis points that the customer withholds (D44)
    irrf = models.PositiveSmallIntegerField("IRRF", default=0)
    pcc = models.PositiveSmallIntegerField("PIS/COFINS/CSLL", default=0)
    inss = models.PositiveSmallIntegerField("INSS", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], name="an_account_has_one_set_of_billing_details"),
            models.CheckConstraint(
                condition=Q(iss__gte=0, irrf__gte=0, pcc__gte=0, inss__gte=0)
                & Q(iss__lte=retention.MOST - F("irrf") - F("pcc") - F("inss")),
                name="no_more_tax_is_withheld_than_may_be",
            ),
        ]

    @property
    def is_complete(self) -> bool:
        """Everything a boleto's registration asks for (D49)."""
        return all((self.legal_name, self.tax_id, self.postal_code, self.street, self.city, self.state))
