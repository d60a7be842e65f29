"""A bank that is spoken to by files: our agreement, the titles there, what waits for a file, and the files."""

from dataclasses import fields

from django.db import models
from django.db.models import F, Q

from meuplano.brazil.agreement import Agreement
from meuplano.records.models.bank import Receipt
from meuplano.records.models.base import AccountRow, Moves, centavos, one_of, within_account
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle

VERBS = ("entry", "write_off", "change_due")


class BankAgreement(models.Model):
    """The vendor's account and collection agreement, entered once. It counts its own titles and files.

    One at most is used for new titles; an old one still reads the returns of its titles.
    """

    bank = models.CharField(max_length=3)
    name = models.CharField(max_length=60)
    document = models.CharField(max_length=14)
    agency = models.CharField(max_length=5, blank=True)
    agency_dv = models.CharField(max_length=1, blank=True)
    account = models.CharField(max_length=12, blank=True)
    account_dv = models.CharField(max_length=2, blank=True)
    agreement = models.CharField(max_length=20, blank=True)
    wallet = models.CharField(max_length=5, blank=True)
    variation = models.CharField(max_length=3, blank=True)
    modality = models.CharField(max_length=2, blank=True)
    post = models.CharField(max_length=2, blank=True)
    transmission = models.CharField(max_length=20, blank=True)
    production = models.BooleanField(default=True)
    in_use = models.BooleanField(default=True)
    last_number = models.BigIntegerField(default=0)  # the running part of the nosso número
    last_nsa = models.IntegerField(default=0)
    made_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["in_use"], condition=Q(in_use=True), name="one_bank_agreement_is_in_use"),
            models.CheckConstraint(condition=Q(last_number__gte=0, last_nsa__gte=0), name="an_agreement_counts_up"),
        ]

    def values(self, *, fine: int, interest: int) -> Agreement:
        """As the codes and files want it; fine and interest are the vendor's, in hundredths of a percent."""
        own = {f.name: getattr(self, f.name) for f in fields(Agreement) if f.name not in ("fine", "interest")}
        return Agreement(**own, fine=fine, interest=interest)


class Remittance(models.Model):
    """A file for the bank, written once: its bytes never change, however often it is downloaded."""

    agreement = models.ForeignKey(BankAgreement, on_delete=models.PROTECT, related_name="remittances")
    nsa = models.IntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    content = models.BinaryField()
    commands = models.IntegerField()
    taken_at = models.DateTimeField(null=True)  # first download, or the delivery to the bank
    taken_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "nsa"], name="a_file_number_is_used_once"),
            models.CheckConstraint(condition=Q(nsa__gte=1, nsa__lte=999_999), name="a_file_number_has_six_digits"),
            models.CheckConstraint(condition=Q(commands__gte=1), name="a_file_asks_for_something"),
        ]


class BankTitle(Moves, AccountRow):
    """A boleto at the bank: one for each charge by file. `number` is the nosso número as the files write it."""

    charge = within_account("meuplano.Charge", related_name="titles")
    agreement = models.ForeignKey(BankAgreement, on_delete=models.PROTECT, related_name="titles")
    state = models.CharField(max_length=20)
    sequence = models.BigIntegerField()
    number = models.CharField(max_length=20)
    printed_number = models.CharField(max_length=30, blank=True)
    amount_centavos = centavos()
    due_on = models.DateField()  # what the bank has registered, or was first asked for
    asked_due_on = models.DateField(null=True)  # a new date that waits for the bank's yes
    payer = models.JSONField()  # as it is registered
    problem = models.TextField(blank=True)  # why it is a draft or was rejected, in words
    reasons = models.CharField(max_length=10, blank=True)  # the bank's codes of a rejection (C047)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            account_key("bank_title"),
            *same_account("bank_title", "charge"),
            models.UniqueConstraint(fields=["account", "charge"], name="a_charge_is_one_title"),
            models.UniqueConstraint(  # over all accounts by its nature: the bank knows the agreement alone
                F("agreement"), F("number"), condition=~Q(number=""), name="a_nosso_numero_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | ~Q(number=""), name="a_title_that_left_is_numbered"
            ),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="a_title_is_for_something"),
            models.CheckConstraint(
                condition=Q(asked_due_on__isnull=True) | Q(state="change_pending"), name="a_new_date_waits"
            ),
            one_of("a_title_has_a_known_state", "state", lifecycle.states(lifecycle.TITLE)),
        ]

    @property
    def own_id(self) -> str:
        """What we write into the company's field of the file (196–220): it comes back in every return."""
        return f"MP{self.account_id}T{self.pk}"

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won; False also when the state does not know the event."""
        target = lifecycle.TITLE.get((self.state, event))
        return target is not None and self._compare_and_set("state", target, changes)


class TitleCommand(Moves, AccountRow):
    """Something asked of the bank for one title, which waits for the next file and then for its answer."""

    title = within_account("meuplano.BankTitle", related_name="commands")
    verb = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default="waiting")
    due_on = models.DateField(null=True)  # of a change_due
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, null=True, related_name="asked")
    reasons = models.TextField(blank=True)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            account_key("title_command"),
            *same_account("title_command", "title"),
            models.UniqueConstraint(
                fields=["account", "title", "verb"],
                condition=Q(state__in=["waiting", "sent"]),
                name="one_command_of_a_kind_waits",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "dropped"], remittance__isnull=True)
                | Q(state__in=["sent", "confirmed", "refused"], remittance__isnull=False),
                name="what_was_sent_went_in_a_file",
            ),
            one_of("a_command_has_a_known_verb", "verb", VERBS),
            one_of("a_command_has_a_known_state", "state", lifecycle.states(lifecycle.TITLE_COMMAND)),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="commands_for_the_next_file")]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.TITLE_COMMAND.get((self.state, event))
        return target is not None and self._compare_and_set("state", target, changes)


class BankReturn(Moves, models.Model):
    """A return file as it came, kept before anybody thinks about it. The same bytes are one file."""

    agreement = models.ForeignKey(BankAgreement, on_delete=models.PROTECT, related_name="returns")
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    nsa = models.CharField(max_length=6)
    content = models.BinaryField()
    titles = models.IntegerField()  # how many it has
    warnings = models.JSONField(default=list)
    state = models.CharField(max_length=12)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("a_return_has_a_known_state", "state", lifecycle.states(lifecycle.BANK_RETURN))]
        indexes = [models.Index(fields=["received_at"], condition=Q(state="received"), name="returns_to_read")]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.BANK_RETURN.get((self.state, event))
        return target is not None and self._compare_and_set("state", target, changes)


FATES = ("done", "known", "nothing", "unknown_title", "failed")


class ReturnLine(models.Model):
    """What became of one title of a return: it is read once, and one that fails stops no other."""

    file = models.ForeignKey(BankReturn, on_delete=models.PROTECT, related_name="lines")
    line = models.IntegerField()  # of segment T, from 1
    movement = models.CharField(max_length=2)
    number = models.CharField(max_length=20)
    account = models.ForeignKey("meuplano.Account", on_delete=models.PROTECT, null=True, related_name="+")
    invoice_number = models.PositiveIntegerField(null=True)
    amount_centavos = centavos(null=True)
    fate = models.CharField(max_length=14)
    text = models.CharField(max_length=300)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "line"], name="a_return_line_is_read_once"),
            one_of("a_return_line_has_a_known_fate", "fate", FATES),
        ]
        indexes = [models.Index(fields=["file"], condition=~Q(fate__in=["done", "known"]), name="lines_to_look_at")]
