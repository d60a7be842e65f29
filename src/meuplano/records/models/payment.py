"""How money is asked for and how it arrived: stored cards, charges (the outbox to gateways), payments, credits."""

from django.db import models
from django.db.models import F, Q

from meuplano.records.models.base import AccountRow, Moves, centavos, one_of, within_account
from meuplano.records.models.subscription import METHODS
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle
from meuplano.rules.instalments import MOST_ON_A_CARD

# Why a payment became credit, each once: paid too much, its invoice died, its order was undone, then its contract (D37)
CAUSES = ("surplus", "cancelled", "undone", "rest")
LIVE_CHARGES = ("to_send", "sending", "unknown", "pending")


class Card(AccountRow):
    """A card that the gateway keeps for us; the number never reaches us."""

    gateway = models.CharField(max_length=30)
    token = models.CharField(max_length=120)
    brand = models.CharField(max_length=30)
    last4 = models.CharField(max_length=4)
    expires = models.CharField(max_length=7)  # 2029-08
    added_on = models.DateField()
    dead_since = models.DateField(null=True)  # its bank said not to try again (D30)
    removed_on = models.DateField(null=True)  # its owner took it away: the token is forgotten
    told_expiry_on = models.DateField(null=True)  # when its owner was told that it is about to expire

    class Meta:
        constraints = [
            account_key("card"),
            models.UniqueConstraint(
                fields=["account", "gateway", "token"], condition=~Q(token=""), name="a_card_is_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True) | Q(token=""), name="a_removed_card_cannot_be_charged"
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires", "account"],
                condition=Q(dead_since__isnull=True, told_expiry_on__isnull=True),
                name="cards_to_warn_of",
            )
        ]


class Charge(Moves, AccountRow):
    """One way to collect one invoice: written in the deciding transaction, sent after it, answered or asked about."""

    invoice = within_account("meuplano.Invoice", related_name="charges")
    instalment = within_account("meuplano.Instalment", null=True)
    gateway = models.CharField(max_length=30)
    method = models.CharField(max_length=10)
    key = models.CharField(max_length=60)  # the same on every retry; begins with the account's id
    amount_centavos = centavos()
    late_centavos = centavos(default=0)  # of it, fine and interest up to the day for which it is asked (D22)
    state = models.CharField(max_length=20, default="to_send")
    card = within_account("meuplano.Card", null=True)
    keep_card = models.BooleanField(default=False)
    make_default = models.BooleanField(default=False)  # once it has paid, the card pays the recurring charge too (F16)
    instalments = models.PositiveSmallIntegerField(default=1)  # in how many the issuer bills it; to us it is one sum
    due_on = models.DateField(null=True)
    pay_until = models.DateField(null=True)
    external_id = models.CharField(max_length=120, blank=True)
    barcode = models.CharField(max_length=44, blank=True)
    linha_digitavel = models.CharField(max_length=47, blank=True)
    brcode = models.CharField(max_length=512, blank=True)
    nosso_numero = models.CharField(max_length=30, blank=True)  # as printed on the boleto, and the next one too
    agency_code = models.CharField(max_length=40, blank=True)
    page_url = models.URLField(max_length=400, blank=True)
    decline_code = models.CharField(max_length=60, blank=True)
    decline_text = models.CharField(max_length=200, blank=True)
    retryable = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)  # when the gateway was last sent or asked something
    superseded_on = models.DateField(null=True)  # another paper took its place; its gateway is told to withdraw it

    class Meta:
        constraints = [
            account_key("charge"),
            *same_account("charge", "invoice", "instalment", "card"),
            models.UniqueConstraint(fields=["account", "key"], name="a_charge_key_is_used_once"),
            models.UniqueConstraint(
                fields=["account", "invoice", "method", "instalment"],
                condition=Q(state__in=LIVE_CHARGES, superseded_on__isnull=True),
                nulls_distinct=False,
                name="an_invoice_has_one_live_charge_per_method",
            ),
            models.UniqueConstraint(
                fields=["account", "gateway", "external_id"],
                condition=~Q(external_id=""),
                name="a_gateway_charge_is_known_once",
            ),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="a_charge_is_for_something"),
            models.CheckConstraint(
                condition=Q(late_centavos=0) | Q(late_centavos__gt=0, late_centavos__lt=F("amount_centavos")),
                name="a_charge_is_for_more_than_fine_and_interest",
            ),
            models.CheckConstraint(
                condition=Q(instalments=1) | Q(method="card", instalments__range=(2, MOST_ON_A_CARD)),
                name="only_a_card_is_billed_in_instalments",
            ),
            one_of("a_charge_has_a_known_state", "state", lifecycle.states(lifecycle.CHARGE)),
            one_of("a_charge_has_a_known_method", "method", METHODS),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state__in=["to_send", "sending", "unknown"]), name="charges_unanswered"
            )
        ]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won; False also when the state does not know the event.

        A gateway's word may come late, twice or out of order: what no longer means anything changes nothing.
        """
        target = lifecycle.CHARGE.get((self.state, event))
        if target is None:
            return False
        return self._compare_and_set("state", target, changes)


class Payment(AccountRow):
    """What a receipt did here: so much to the principal, to fine and interest, to credit. One per receipt.

    A reversal is a payment with negative parts (D34). So is what undoes a wrong match: of the same receipt, it names
    the payment that it `undoes`, which is `undone` from then on and leaves the receipt to another.
    """

    receipt = models.ForeignKey("meuplano.Receipt", on_delete=models.PROTECT, related_name="payments")
    invoice = within_account("meuplano.Invoice", null=True, related_name="payments")
    instalment = within_account("meuplano.Instalment", null=True)
    method = models.CharField(max_length=20)
    paid_on = models.DateField()
    known_at = models.DateTimeField()
    amount_centavos = centavos()
    principal_centavos = centavos(default=0)
    charges_centavos = centavos(default=0)
    credit_centavos = centavos(default=0)
    proof = within_account("meuplano.Proof", null=True)  # of tax that the customer withheld, settled by finance (D44)
    withheld_from = within_account("meuplano.Payment", null=True)  # tax withheld of exactly what was asked for (D44)
    undoes = within_account("meuplano.Payment", null=True)  # finance had matched that one by mistake
    undone = models.BooleanField(default=False)  # another payment says so: the only thing that changes of one

    class Meta:
        constraints = [
            account_key("payment"),
            *same_account("payment", "invoice", "instalment", "proof", "withheld_from", "undoes"),
            models.UniqueConstraint(fields=["account", "undoes"], name="a_match_is_undone_once"),
            models.CheckConstraint(
                condition=Q(undoes__isnull=True) | Q(undone=False, amount_centavos__lt=0),
                name="what_undoes_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(undone=False) | Q(amount_centavos__gt=0, proof__isnull=True, withheld_from__isnull=True),
                name="only_money_that_came_is_undone",
            ),
            models.UniqueConstraint(fields=["account", "proof"], name="a_proof_settles_once"),
            models.UniqueConstraint(fields=["account", "withheld_from"], name="tax_is_withheld_once_of_a_payment"),
            models.CheckConstraint(
                condition=Q(method="retention", charges_centavos=0, credit_centavos=0)
                & (
                    Q(amount_centavos__lt=0, proof__isnull=True, withheld_from__isnull=True)  # it was taken back
                    | Q(amount_centavos__gt=0, proof__isnull=False, withheld_from__isnull=True)
                    | Q(amount_centavos__gt=0, proof__isnull=True, withheld_from__isnull=False)
                )
                | Q(proof__isnull=True, withheld_from__isnull=True) & ~Q(method="retention"),
                name="withheld_tax_has_its_proof",
            ),
            models.UniqueConstraint(  # a receipt is of no account: over all of them one payment stands
                F("receipt"), condition=Q(undoes__isnull=True, undone=False), name="a_receipt_pays_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_centavos=F("principal_centavos") + F("charges_centavos") + F("credit_centavos")),
                name="a_payment_is_the_sum_of_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False) | Q(principal_centavos=0, charges_centavos=0),
                name="a_payment_to_an_invoice_names_it",
            ),
        ]
        indexes = [models.Index(fields=["account", "-paid_on"], name="payments_by_day")]


class Credit(AccountRow):
    """Money the account may use: from a payment (refundable) or given by finance (courtesy), always with a reason."""

    kind = models.CharField(max_length=12)
    amount_centavos = centavos()
    taken_back_centavos = centavos(default=0)  # the payment behind it was reversed (D34), or the gift lapsed (D33)
    refunded_centavos = centavos(default=0)  # paid out, or on its way: the sum of its refunds (D33)
    reason = models.CharField(max_length=200)
    payment = within_account("meuplano.Payment", null=True)
    cause = models.CharField(max_length=10, blank=True)
    note = within_account("meuplano.CreditNote", null=True, related_name="credits")
    granted_on = models.DateField()
    granted_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            account_key("credit"),
            *same_account("credit", "payment", "note"),
            models.UniqueConstraint(fields=["account", "payment", "cause"], name="a_surplus_is_credited_once"),
            models.CheckConstraint(
                condition=Q(payment__isnull=True, cause="") | Q(payment__isnull=False, cause__in=CAUSES),
                name="a_credit_of_a_payment_has_its_cause",
            ),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="a_credit_is_for_something"),
            models.CheckConstraint(
                condition=Q(
                    taken_back_centavos__gte=0,
                    refunded_centavos__gte=0,
                    amount_centavos__gte=F("taken_back_centavos") + F("refunded_centavos"),
                ),
                name="no_more_is_taken_back_than_was_credited",
            ),
            models.CheckConstraint(
                condition=~Q(kind="courtesy") | Q(refunded_centavos=0), name="a_gift_is_never_paid_out"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_credit_has_a_reason"),
            one_of("a_credit_has_a_known_kind", "kind", ("courtesy", "refundable")),
        ]


class CreditUse(AccountRow):
    """So much of a credit is used on an invoice, until it is returned (an order that died)."""

    credit = within_account("meuplano.Credit", related_name="uses")
    invoice = within_account("meuplano.Invoice", related_name="credit_uses")
    amount_centavos = centavos()
    used_on = models.DateField()
    returned_on = models.DateField(null=True)

    class Meta:
        constraints = [
            *same_account("credit_use", "credit", "invoice"),
            models.UniqueConstraint(
                fields=["account", "credit", "invoice"],
                condition=Q(returned_on__isnull=True),
                name="a_credit_is_used_once_per_invoice",
            ),
            models.CheckConstraint(condition=Q(amount_centavos__gt=0), name="a_credit_use_is_for_something"),
        ]
        indexes = [models.Index(fields=["account", "invoice"], name="credit_uses_by_invoice")]
