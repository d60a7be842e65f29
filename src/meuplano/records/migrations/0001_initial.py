import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import meuplano.records.models.base
import meuplano.records.models.subscription
import meuplano.records.same_account
from meuplano.records.all_at_once import all_at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=meuplano.records.models.base.uuid7, editable=False, unique=True),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("created_on", models.DateField()),
                ("last_invoice_number", models.PositiveIntegerField(default=0)),
                ("last_order_number", models.PositiveIntegerField(default=0)),
                ("new_screen", models.BooleanField(db_default=True, default=True)),
                ("draft_key", models.UUIDField(default=meuplano.records.models.base.uuid7)),
            ],
        ),
        migrations.CreateModel(
            name="GatewayCursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=30, unique=True)),
                ("cursor", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=60, unique=True)),
                ("minimum_licences", models.PositiveIntegerField(default=1)),
                ("included_gb", models.PositiveIntegerField(default=0)),
                ("gb_per_licence", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="nome")),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="an_email_is_one_user")
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bank", models.CharField(max_length=3)),
                ("name", models.CharField(max_length=60)),
                ("document", models.CharField(max_length=14)),
                ("agency", models.CharField(blank=True, max_length=5)),
                ("agency_dv", models.CharField(blank=True, max_length=1)),
                ("account", models.CharField(blank=True, max_length=12)),
                ("account_dv", models.CharField(blank=True, max_length=2)),
                ("agreement", models.CharField(blank=True, max_length=20)),
                ("wallet", models.CharField(blank=True, max_length=5)),
                ("variation", models.CharField(blank=True, max_length=3)),
                ("modality", models.CharField(blank=True, max_length=2)),
                ("post", models.CharField(blank=True, max_length=2)),
                ("transmission", models.CharField(blank=True, max_length=20)),
                ("production", models.BooleanField(default=True)),
                ("in_use", models.BooleanField(default=True)),
                ("last_number", models.BigIntegerField(default=0)),
                ("last_nsa", models.IntegerField(default=0)),
                ("made_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("in_use", True)), fields=("in_use",), name="one_bank_agreement_is_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_nsa__gte", 0), ("last_number__gte", 0)), name="an_agreement_counts_up"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("nsa", models.CharField(max_length=6)),
                ("content", models.BinaryField()),
                ("titles", models.IntegerField()),
                ("warnings", models.JSONField(default=list)),
                ("state", models.CharField(max_length=12)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=120)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="meuplano.bankagreement"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "received")), fields=["received_at"], name="returns_to_read"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["dismissed", "quarantined", "read", "received"])),
                        name="a_return_has_a_known_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingDetails",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("legal_name", models.CharField(max_length=120, verbose_name="razão social")),
                ("tax_id", models.CharField(max_length=14, verbose_name="CNPJ ou CPF")),
                (
                    "municipal_registration",
                    models.CharField(blank=True, max_length=20, verbose_name="inscrição municipal"),
                ),
                ("postal_code", models.CharField(blank=True, max_length=8, verbose_name="CEP")),
                ("street", models.CharField(blank=True, max_length=120, verbose_name="logradouro")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="número")),
                ("complement", models.CharField(blank=True, max_length=60, verbose_name="complemento")),
                ("district", models.CharField(blank=True, max_length=60, verbose_name="bairro")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="município")),
                ("state", models.CharField(blank=True, max_length=2, verbose_name="UF")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefone")),
                (
                    "finance_emails",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.EmailField(max_length=254), blank=True, default=list
                    ),
                ),
                ("iss", models.PositiveSmallIntegerField(default=0, verbose_name="ISS")),
                ("irrf", models.PositiveSmallIntegerField(default=0, verbose_name="IRRF")),
                ("pcc", models.PositiveSmallIntegerField(default=0, verbose_name="PIS/COFINS/CSLL")),
                ("inss", models.PositiveSmallIntegerField(default=0, verbose_name="INSS")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account",), name="an_account_has_one_set_of_billing_details"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inss__gte", 0),
                            ("irrf__gte", 0),
                            ("iss__gte", 0),
                            ("pcc__gte", 0),
                            (
                                "iss__lte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(5000), "-", models.F("irrf")
                                        ),
                                        "-",
                                        models.F("pcc"),
                                    ),
                                    "-",
                                    models.F("inss"),
                                ),
                            ),
                        ),
                        name="no_more_tax_is_withheld_than_may_be",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=30)),
                ("token", models.CharField(max_length=120)),
                ("brand", models.CharField(max_length=30)),
                ("last4", models.CharField(max_length=4)),
                ("expires", models.CharField(max_length=7)),
                ("added_on", models.DateField()),
                ("dead_since", models.DateField(null=True)),
                ("removed_on", models.DateField(null=True)),
                ("told_expiry_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_since__isnull", True), ("told_expiry_on__isnull", True)),
                        fields=["expires", "account"],
                        name="cards_to_warn_of",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="card_account_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("account", "gateway", "token"),
                        name="a_card_is_kept_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("removed_on__isnull", True), ("token", ""), _connector="OR"),
                        name="a_removed_card_cannot_be_charged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=30)),
                ("method", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=60)),
                ("amount_centavos", models.BigIntegerField()),
                ("late_centavos", models.BigIntegerField(default=0)),
                ("state", models.CharField(default="to_send", max_length=20)),
                ("keep_card", models.BooleanField(default=False)),
                ("make_default", models.BooleanField(default=False)),
                ("instalments", models.PositiveSmallIntegerField(default=1)),
                ("due_on", models.DateField(null=True)),
                ("pay_until", models.DateField(null=True)),
                ("external_id", models.CharField(blank=True, max_length=120)),
                ("barcode", models.CharField(blank=True, max_length=44)),
                ("linha_digitavel", models.CharField(blank=True, max_length=47)),
                ("brcode", models.CharField(blank=True, max_length=512)),
                ("nosso_numero", models.CharField(blank=True, max_length=30)),
                ("agency_code", models.CharField(blank=True, max_length=40)),
                ("page_url", models.URLField(blank=True, max_length=400)),
                ("decline_code", models.CharField(blank=True, max_length=60)),
                ("decline_text", models.CharField(blank=True, max_length=200)),
                ("retryable", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("superseded_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.card",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["to_send", "sending", "unknown"])),
                        fields=["asked_at"],
                        name="charges_unanswered",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="charge_account_key"),
                    meuplano.records.same_account.SameAccount(field="card", name="charge_card_same_account"),
                    models.UniqueConstraint(fields=("account", "key"), name="a_charge_key_is_used_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("account", "gateway", "external_id"),
                        name="a_gateway_charge_is_known_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="a_charge_is_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("late_centavos", 0),
                            models.Q(("late_centavos__gt", 0), ("late_centavos__lt", models.F("amount_centavos"))),
                            _connector="OR",
                        ),
                        name="a_charge_is_for_more_than_fine_and_interest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "cancelled",
                                    "declined",
                                    "expired",
                                    "paid",
                                    "pending",
                                    "refunded",
                                    "refused",
                                    "reversed",
                                    "sending",
                                    "to_send",
                                    "unknown",
                                ],
                            )
                        ),
                        name="a_charge_has_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["boleto", "card", "pix"])),
                        name="a_charge_has_a_known_method",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankTitle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=20)),
                ("sequence", models.BigIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("printed_number", models.CharField(blank=True, max_length=30)),
                ("amount_centavos", models.BigIntegerField()),
                ("due_on", models.DateField()),
                ("asked_due_on", models.DateField(null=True)),
                ("payer", models.JSONField()),
                ("problem", models.TextField(blank=True)),
                ("reasons", models.CharField(blank=True, max_length=10)),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="titles", to="meuplano.bankagreement"
                    ),
                ),
                (
                    "charge",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="titles",
                        to="meuplano.charge",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="bank_title_account_key"),
                    meuplano.records.same_account.SameAccount(field="charge", name="bank_title_charge_same_account"),
                    models.UniqueConstraint(fields=("account", "charge"), name="a_charge_is_one_title"),
                    models.UniqueConstraint(
                        models.F("agreement"),
                        models.F("number"),
                        condition=models.Q(("number", ""), _negated=True),
                        name="a_nosso_numero_is_used_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]),
                            models.Q(("number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_title_that_left_is_numbered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="a_title_is_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_due_on__isnull", True), ("state", "change_pending"), _connector="OR"
                        ),
                        name="a_new_date_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "cancelled",
                                    "change_pending",
                                    "draft",
                                    "paid",
                                    "queued",
                                    "registered",
                                    "rejected",
                                    "sent",
                                    "withdrawn",
                                    "written_off",
                                ],
                            )
                        ),
                        name="a_title_has_a_known_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ahead", models.DurationField()),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="there_is_one_clock"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("since__isnull", True), ("until__isnull", True)),
                            models.Q(("since__isnull", False), ("until__isnull", False)),
                            _connector="OR",
                        ),
                        name="days_are_lived_from_one_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Courtesy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("off", models.PositiveIntegerField()),
                ("periods", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("by", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("announce_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("announce_on__isnull", False)),
                        fields=["announce_on", "account"],
                        name="full_prices_to_announce",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="courtesy_account_key"),
                    models.CheckConstraint(
                        condition=models.Q(("off__gt", 0), ("off__lte", 10000)), name="a_courtesy_is_a_part_or_all"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("periods__gt", 0)), name="a_courtesy_is_for_some_periods"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="a_courtesy_ends_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_courtesy_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("amount_centavos", models.BigIntegerField()),
                ("reason", models.CharField(max_length=200)),
                ("made_on", models.DateField()),
                ("by", models.CharField(max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="credit_note_account_key"),
                    models.UniqueConstraint(fields=("account", "number"), name="a_credit_note_number_is_used_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="a_credit_note_is_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_credit_note_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("amount_centavos", models.BigIntegerField()),
                ("taken_back_centavos", models.BigIntegerField(default=0)),
                ("refunded_centavos", models.BigIntegerField(default=0)),
                ("reason", models.CharField(max_length=200)),
                ("cause", models.CharField(blank=True, max_length=10)),
                ("granted_on", models.DateField()),
                ("granted_by", models.CharField(max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="meuplano.creditnote",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="credit_account_key"),
                    meuplano.records.same_account.SameAccount(field="note", name="credit_note_same_account"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="a_credit_is_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount_centavos__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("taken_back_centavos"), "+", models.F("refunded_centavos")
                                ),
                            ),
                            ("refunded_centavos__gte", 0),
                            ("taken_back_centavos__gte", 0),
                        ),
                        name="no_more_is_taken_back_than_was_credited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "courtesy"), _negated=True), ("refunded_centavos", 0), _connector="OR"
                        ),
                        name="a_gift_is_never_paid_out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_credit_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["courtesy", "refundable"])), name="a_credit_has_a_known_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("data", models.JSONField(default=dict)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "-id"], name="timeline"),
                    models.Index(
                        condition=models.Q(("account__isnull", True)),
                        fields=["name", "-id"],
                        name="events_of_no_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FiscalNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=30)),
                ("code", models.CharField(blank=True, max_length=60)),
                ("issued_on", models.DateField(null=True)),
                ("amount_centavos", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="issued", max_length=12)),
                ("attached_by", models.CharField(max_length=120)),
                ("attached_at", models.DateTimeField()),
                ("cancelled_by", models.CharField(blank=True, max_length=120)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="fiscal_note_account_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("cancelled_by", ""),
                                ("reason", ""),
                                ("state", "issued"),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("state", "cancelled"),
                                models.Q(("cancelled_by", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_cancelled_fiscal_note_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_centavos__isnull", True), ("amount_centavos__gte", 0), _connector="OR"
                        ),
                        name="a_fiscal_note_is_never_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FiscalNoteFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="meuplano.fiscalnote",
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="note", name="fiscal_note_file_note_same_account"),
                    models.UniqueConstraint(
                        fields=("account", "note", "content_type"), name="a_fiscal_note_has_one_file_of_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "size",
                                models.Func(
                                    models.F("content"), function="octet_length", output_field=models.IntegerField()
                                ),
                            )
                        ),
                        name="a_fiscal_note_file_is_as_long_as_it_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 10000000)),
                        name="a_fiscal_note_file_is_not_huge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("name__contains", "/"), _negated=True),
                            models.Q(("name__contains", "\\"), _negated=True),
                        ),
                        name="a_fiscal_note_file_has_a_plain_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "content_type__in",
                                ["application/pdf", "application/xml", "image/jpeg", "image/png", "text/plain"],
                            )
                        ),
                        name="a_fiscal_note_file_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content_type__in", ["application/pdf", "application/xml"])),
                        name="a_fiscal_note_file_is_pdf_or_xml",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("amount_centavos", models.BigIntegerField()),
                ("paid_centavos", models.BigIntegerField(default=0)),
                ("to_withhold_centavos", models.BigIntegerField(default=0)),
                ("status", models.CharField(default="open", max_length=12)),
                ("paid_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="instalment_account_key"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0), ("number__gt", 0)),
                        name="an_instalment_is_for_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_centavos__gte", 0), ("paid_centavos__lte", models.F("amount_centavos"))
                        ),
                        name="an_instalment_takes_no_more_than_its_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_withhold_centavos", 0),
                            models.Q(
                                ("to_withhold_centavos__gt", 0),
                                (
                                    "to_withhold_centavos__lt",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("amount_centavos"), "-", models.F("paid_centavos")
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="less_is_withheld_than_an_instalment_asks_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paid_centavos", models.F("amount_centavos")),
                                ("paid_on__isnull", False),
                                ("status", "paid"),
                            ),
                            models.Q(models.Q(("status", "paid"), _negated=True), ("paid_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_paid_instalment_is_covered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["cancelled", "open", "paid"])),
                        name="an_instalment_has_a_known_status",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="charge",
            name="instalment",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="meuplano.instalment",
            ),
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("status", models.CharField(default="open", max_length=20)),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("issued_on", models.DateField()),
                ("due_on", models.DateField()),
                ("total_centavos", models.BigIntegerField()),
                ("credit_centavos", models.BigIntegerField(default=0)),
                ("paid_centavos", models.BigIntegerField(default=0)),
                ("to_withhold_centavos", models.BigIntegerField(default=0)),
                ("paid_on", models.DateField(null=True)),
                ("ladder_from", models.DateField(null=True)),
                ("next_step_on", models.DateField(null=True)),
                ("late_until", models.DateField(null=True)),
                ("next_attempt_on", models.DateField(null=True)),
                ("instalment", models.PositiveSmallIntegerField(default=0)),
                ("part_centavos", models.BigIntegerField(null=True)),
                ("method", models.CharField(max_length=10)),
                ("billing", models.JSONField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.invoice",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.plan"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["account", "due_on"], name="open_invoices"
                    ),
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["next_step_on", "account"],
                        name="ladder_steps_to_take",
                    ),
                    models.Index(
                        condition=models.Q(("next_attempt_on__isnull", False), ("status", "open")),
                        fields=["next_attempt_on", "account"],
                        name="cards_to_try_again",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="invoice_account_key"),
                    meuplano.records.same_account.SameAccount(
                        field="instead_of", name="invoice_instead_of_same_account"
                    ),
                    models.UniqueConstraint(fields=("account", "number"), name="an_invoice_number_is_used_once"),
                    models.UniqueConstraint(fields=("account", "instead_of"), name="an_invoice_is_issued_again_once"),
                    models.CheckConstraint(
                        condition=models.Q(("total_centavos__gte", 0)), name="an_invoice_is_never_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit_centavos__gte", 0),
                            ("paid_centavos__gte", 0),
                            (
                                "total_centavos__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("credit_centavos"), "+", models.F("paid_centavos")
                                ),
                            ),
                        ),
                        name="an_invoice_takes_no_more_than_its_total",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "paid"), _negated=True),
                            models.Q(
                                ("paid_on__isnull", False),
                                (
                                    "total_centavos",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("credit_centavos"), "+", models.F("paid_centavos")
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_paid_invoice_is_covered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_withhold_centavos", 0),
                            models.Q(
                                ("to_withhold_centavos__gt", 0),
                                (
                                    "to_withhold_centavos__lt",
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("part_centavos"),
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("total_centavos"), "-", models.F("credit_centavos")
                                            ),
                                            "-",
                                            models.F("paid_centavos"),
                                        ),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="less_is_withheld_than_is_asked_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_end__gt", models.F("period_start"))),
                        name="an_invoice_is_for_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("instalment", 0), ("part_centavos__isnull", True)),
                            models.Q(
                                ("instalment__gt", 0), ("part_centavos__gte", 0), ("part_centavos__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="an_invoice_in_instalments_names_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["complement", "contract", "order", "renewal"])),
                        name="an_invoice_has_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["cancelled", "open", "paid", "replaced", "written_off"])),
                        name="an_invoice_has_a_known_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["boleto", "card", "pix"])),
                        name="an_invoice_has_a_known_method",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="instalment",
            name="invoice",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instalments",
                to="meuplano.invoice",
            ),
        ),
        migrations.AddField(
            model_name="fiscalnote",
            name="invoice",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fiscal_notes",
                to="meuplano.invoice",
            ),
        ),
        migrations.CreateModel(
            name="CreditUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_centavos", models.BigIntegerField()),
                ("used_on", models.DateField()),
                ("returned_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="meuplano.credit",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_uses",
                        to="meuplano.invoice",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "invoice"], name="credit_uses_by_invoice")],
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="credit", name="credit_use_credit_same_account"),
                    meuplano.records.same_account.SameAccount(field="invoice", name="credit_use_invoice_same_account"),
                    models.UniqueConstraint(
                        condition=models.Q(("returned_on__isnull", True)),
                        fields=("account", "credit", "invoice"),
                        name="a_credit_is_used_once_per_invoice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="a_credit_use_is_for_something"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="creditnote",
            name="invoice",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_notes",
                to="meuplano.invoice",
            ),
        ),
        migrations.AddField(
            model_name="charge",
            name="invoice",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="charges",
                to="meuplano.invoice",
            ),
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(default="charge", max_length=20)),
                ("item", models.CharField(max_length=40)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_centavos", models.BigIntegerField()),
                ("full_unit_centavos", models.BigIntegerField()),
                ("days", models.PositiveIntegerField()),
                ("of_days", models.PositiveIntegerField()),
                ("amount_centavos", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="meuplano.invoice",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    meuplano.records.same_account.SameAccount(
                        field="invoice", name="invoice_line_invoice_same_account"
                    ),
                    models.UniqueConstraint(
                        fields=("account", "invoice", "position"), name="an_invoice_line_has_its_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gt", 0), ("days__lte", models.F("of_days"))),
                        name="a_line_is_for_a_part_of_its_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LadderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("instalment", models.PositiveSmallIntegerField(default=0)),
                ("key", models.CharField(max_length=20)),
                ("taken_on", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="meuplano.invoice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="invoice", name="ladder_step_invoice_same_account"),
                    models.UniqueConstraint(
                        fields=("account", "invoice", "instalment", "key"), name="a_step_is_taken_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LateCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_centavos", models.BigIntegerField()),
                ("waived_by", models.CharField(blank=True, max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "billed_on",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.invoice",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="late_charges",
                        to="meuplano.invoice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="invoice", name="late_charge_invoice_same_account"),
                    meuplano.records.same_account.SameAccount(
                        field="billed_on", name="late_charge_billed_on_same_account"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("billed_on__isnull", True)),
                        fields=("account", "invoice"),
                        name="an_invoice_leaves_late_charges_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="a_late_charge_is_for_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="meuplano.event"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dropped_at__isnull", True), ("sent_at__isnull", True)),
                        fields=["made_at"],
                        name="mails_to_send",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "kind", "to"), name="an_event_is_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at__isnull", True), ("dropped_at__isnull", True), _connector="OR"),
                        name="a_dropped_mail_was_not_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("has_access", models.BooleanField()),
                ("is_admin", models.BooleanField(default=False)),
                ("is_owner", models.BooleanField(default=False)),
                ("is_billing_contact", models.BooleanField(default=False)),
                ("last_access_on", models.DateField(null=True)),
                ("invited_at", models.DateTimeField(null=True)),
                ("invited_until", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("has_access", True), ("invited_until__isnull", False)),
                        fields=["invited_until"],
                        name="open_invitations",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="member_account_key"),
                    models.UniqueConstraint(fields=("account", "user"), name="a_user_is_one_member"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_owner", True)),
                        fields=("account",),
                        name="an_account_has_at_most_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_owner", False), ("has_access", True), _connector="OR"),
                        name="the_owner_is_always_active",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_owner", False), ("invited_until__isnull", True), _connector="OR"),
                        name="the_owner_has_no_open_invitation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("invited_until__isnull", True), ("invited_at__isnull", False), _connector="OR"
                        ),
                        name="an_open_invitation_was_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(max_length=10)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("internal", models.BooleanField(default=False)),
                ("by_mail", models.BooleanField(default=False)),
                ("key", models.UUIDField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="message_account_key"),
                    models.UniqueConstraint(fields=("account", "key"), name="a_message_is_kept_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="a_message_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("internal", False), ("side", "finance"), _connector="OR"),
                        name="only_finance_writes_notes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["customer", "finance"])), name="a_message_is_of_one_side"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="meuplano.message",
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="message", name="attachment_message_same_account"),
                    models.UniqueConstraint(
                        fields=("account", "message", "position"), name="an_attachment_has_its_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "size",
                                models.Func(
                                    models.F("content"), function="octet_length", output_field=models.IntegerField()
                                ),
                            )
                        ),
                        name="an_attachment_is_as_long_as_it_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 10000000)), name="an_attachment_is_not_huge"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("name__contains", "/"), _negated=True),
                            models.Q(("name__contains", "\\"), _negated=True),
                        ),
                        name="an_attachment_has_a_plain_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "content_type__in",
                                ["application/pdf", "application/xml", "image/jpeg", "image/png", "text/plain"],
                            )
                        ),
                        name="an_attachment_is_of_a_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Module",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=60, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__in", ["licence", "storage"]), _negated=True),
                        name="a_module_is_neither_licence_nor_storage",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=30)),
                ("sha256", models.CharField(max_length=64)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
                ("received_at", models.DateTimeField()),
                ("state", models.CharField(default="received", max_length=12)),
                ("problem", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["received", "failed"])),
                        fields=["received_at"],
                        name="notices_not_read",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "sha256"), name="the_same_bytes_are_one_notice"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["dismissed", "failed", "read", "received"])),
                        name="a_notice_has_a_known_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("draft_key", models.UUIDField()),
                ("status", models.CharField(default="waiting", max_length=20)),
                ("quote", models.JSONField()),
                ("fingerprint", models.CharField(max_length=32)),
                ("method", models.CharField(max_length=10)),
                ("instalments", models.PositiveSmallIntegerField(default=1)),
                ("make_default", models.BooleanField(default=False)),
                ("agreed_on", models.DateField()),
                ("agreed_at", models.DateTimeField()),
                ("agreed_by", models.CharField(max_length=120)),
                ("pay_until", models.DateField()),
                ("expires_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("cycle", models.PositiveSmallIntegerField(null=True)),
                ("unit_prices", models.JSONField(null=True)),
                ("replaces", models.JSONField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="meuplano.invoice",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.plan"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")), fields=["expires_on"], name="orders_by_expiry"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="order_account_key"),
                    meuplano.records.same_account.SameAccount(field="invoice", name="order_invoice_same_account"),
                    models.UniqueConstraint(fields=("account", "draft_key"), name="a_draft_is_ordered_once"),
                    models.UniqueConstraint(fields=("account", "number"), name="an_order_number_is_used_once"),
                    models.UniqueConstraint(fields=("account", "invoice"), name="an_invoice_is_of_one_order"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("pay_until"))),
                        name="an_order_expires_after_its_last_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("status", "waiting")),
                            models.Q(models.Q(("status", "waiting"), _negated=True), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_order_waits_or_has_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("plan__isnull", True), ("cycle__isnull", False), _connector="OR"),
                        name="another_plan_begins_a_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cycle__isnull", False), ("status", "waiting")),
                        fields=("account",),
                        name="one_change_of_cycle_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["applied", "declined", "expired", "undone", "waiting", "withdrawn"])
                        ),
                        name="an_order_has_a_known_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["boleto", "card", "pix"])),
                        name="an_order_has_a_known_method",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=40)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="meuplano.order",
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="order", name="order_item_order_same_account"),
                    models.UniqueConstraint(fields=("account", "order", "item"), name="an_order_names_an_item_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="an_order_adds_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Parking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("work", models.CharField(max_length=40)),
                ("reason", models.TextField()),
                ("parked_at", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(null=True)),
                ("cleared_by", models.CharField(blank=True, max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at__isnull", True)),
                        fields=("account",),
                        name="an_account_is_parked_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=20)),
                ("paid_on", models.DateField()),
                ("known_at", models.DateTimeField()),
                ("amount_centavos", models.BigIntegerField()),
                ("principal_centavos", models.BigIntegerField(default=0)),
                ("charges_centavos", models.BigIntegerField(default=0)),
                ("credit_centavos", models.BigIntegerField(default=0)),
                ("undone", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.instalment",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="meuplano.invoice",
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.payment",
                    ),
                ),
                (
                    "withheld_from",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.payment",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-paid_on"], name="payments_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="payment_account_key"),
                    meuplano.records.same_account.SameAccount(field="invoice", name="payment_invoice_same_account"),
                    meuplano.records.same_account.SameAccount(
                        field="instalment", name="payment_instalment_same_account"
                    ),
                    meuplano.records.same_account.SameAccount(
                        field="withheld_from", name="payment_withheld_from_same_account"
                    ),
                    meuplano.records.same_account.SameAccount(field="undoes", name="payment_undoes_same_account"),
                    models.UniqueConstraint(fields=("account", "undoes"), name="a_match_is_undone_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undoes__isnull", True),
                            models.Q(("amount_centavos__lt", 0), ("undone", False)),
                            _connector="OR",
                        ),
                        name="what_undoes_takes_back",
                    ),
                    models.UniqueConstraint(
                        fields=("account", "withheld_from"), name="tax_is_withheld_once_of_a_payment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount_centavos",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("principal_centavos"), "+", models.F("charges_centavos")
                                    ),
                                    "+",
                                    models.F("credit_centavos"),
                                ),
                            )
                        ),
                        name="a_payment_is_the_sum_of_its_parts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("invoice__isnull", False),
                            models.Q(("charges_centavos", 0), ("principal_centavos", 0)),
                            _connector="OR",
                        ),
                        name="a_payment_to_an_invoice_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fact", models.UUIDField()),
                ("on", models.DateField()),
                ("book", models.CharField(max_length=20)),
                ("amount_centavos", models.BigIntegerField()),
                ("why", models.CharField(max_length=40)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.invoice",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.payment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "book"], name="ledger_by_book"),
                    models.Index(fields=["fact"], name="ledger_by_fact"),
                    models.Index(fields=["account", "invoice"], name="ledger_by_invoice"),
                ],
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="invoice", name="ledger_invoice_same_account"),
                    meuplano.records.same_account.SameAccount(field="payment", name="ledger_payment_same_account"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos", 0), _negated=True), name="a_ledger_entry_moves_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "book__in",
                                [
                                    "cash",
                                    "courtesy",
                                    "courtesy_credit",
                                    "credit",
                                    "late_charges",
                                    "opening",
                                    "receivable",
                                    "retention",
                                    "revenue",
                                    "to_refund",
                                    "written_off",
                                ],
                            )
                        ),
                        name="a_ledger_entry_is_in_a_known_book",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="credit",
            name="payment",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="meuplano.payment",
            ),
        ),
        migrations.CreateModel(
            name="PriceVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(unique=True)),
                ("gb_centavos", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gb_centavos__gte", 0)), name="a_gb_costs_nothing_or_more"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notified_on", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="meuplano.priceversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "version"), name="an_account_is_told_once_of_a_price_list"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("licence_centavos", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prices", to="meuplano.plan"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_prices",
                        to="meuplano.priceversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "plan"), name="a_plan_has_one_price_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("licence_centavos__gte", 0)), name="a_licence_costs_nothing_or_more"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="order",
            name="price_version",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.priceversion"
            ),
        ),
        migrations.CreateModel(
            name="ModulePrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("licence_centavos", models.BigIntegerField()),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prices", to="meuplano.module"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="module_prices",
                        to="meuplano.priceversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "module"), name="a_module_has_one_price_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("licence_centavos__gte", 0)), name="a_module_costs_nothing_or_more"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CycleTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cycle", models.PositiveSmallIntegerField()),
                ("discount", models.PositiveIntegerField()),
                ("boleto_instalments", models.PositiveSmallIntegerField(default=1)),
                ("card_instalments", models.PositiveSmallIntegerField(default=1)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="meuplano.priceversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "cycle"), name="a_cycle_has_one_set_of_terms_per_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount__lte", 10000)), name="a_cycle_discount_is_at_most_all"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cycle__in", [1, 3, 6, 12])), name="the_terms_are_of_a_cycle"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("sent_by", models.CharField(max_length=120)),
                ("sent_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="meuplano.invoice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="proof_account_key"),
                    meuplano.records.same_account.SameAccount(field="invoice", name="proof_invoice_same_account"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "size",
                                models.Func(
                                    models.F("content"), function="octet_length", output_field=models.IntegerField()
                                ),
                            )
                        ),
                        name="a_proof_is_as_long_as_it_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 10000000)), name="a_proof_is_not_huge"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("name__contains", "/"), _negated=True),
                            models.Q(("name__contains", "\\"), _negated=True),
                        ),
                        name="a_proof_has_a_plain_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "content_type__in",
                                ["application/pdf", "application/xml", "image/jpeg", "image/png", "text/plain"],
                            )
                        ),
                        name="a_proof_is_of_a_known_kind",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="payment",
            name="proof",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="meuplano.proof",
            ),
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=30)),
                ("external_id", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=10)),
                ("amount_centavos", models.BigIntegerField()),
                ("late_centavos", models.BigIntegerField(null=True)),
                ("paid_on", models.DateField()),
                ("method", models.CharField(max_length=20)),
                ("charge_key", models.CharField(blank=True, max_length=60)),
                ("reverses", models.CharField(blank=True, max_length=120)),
                ("known_at", models.DateTimeField()),
                ("matched", models.BooleanField()),
                ("settled_by", models.CharField(blank=True, max_length=120)),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="meuplano.notice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("matched", False)), fields=["known_at"], name="receipts_unmatched"
                    ),
                    models.Index(
                        condition=models.Q(("kind", "reversal")),
                        fields=["gateway", "reverses"],
                        name="reversals_by_payment",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "external_id"), name="a_receipt_counts_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="a_receipt_is_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["payment", "reversal"])), name="a_receipt_has_a_known_kind"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="payment",
            name="receipt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="meuplano.receipt"
            ),
        ),
        migrations.CreateModel(
            name="Remittance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nsa", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("commands", models.IntegerField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("taken_by", models.CharField(blank=True, max_length=120)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remittances",
                        to="meuplano.bankagreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "nsa"), name="a_file_number_is_used_once"),
                    models.CheckConstraint(
                        condition=models.Q(("nsa__gte", 1), ("nsa__lte", 999999)), name="a_file_number_has_six_digits"
                    ),
                    models.CheckConstraint(condition=models.Q(("commands__gte", 1)), name="a_file_asks_for_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.IntegerField()),
                ("movement", models.CharField(max_length=2)),
                ("number", models.CharField(max_length=20)),
                ("invoice_number", models.PositiveIntegerField(null=True)),
                ("amount_centavos", models.BigIntegerField(null=True)),
                ("fate", models.CharField(max_length=14)),
                ("text", models.CharField(max_length=300)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.account"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="meuplano.bankreturn"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.receipt"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("fate__in", ["done", "known"]), _negated=True),
                        fields=["file"],
                        name="lines_to_look_at",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("file", "line"), name="a_return_line_is_read_once"),
                    models.CheckConstraint(
                        condition=models.Q(("fate__in", ["done", "failed", "known", "nothing", "unknown_title"])),
                        name="a_return_line_has_a_known_fate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(default="active", max_length=20)),
                ("cycle", models.PositiveSmallIntegerField()),
                ("anchor", models.DateField()),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("renewal_policy", models.CharField(default="all", max_length=10)),
                ("method", models.CharField(max_length=10)),
                ("instalments", models.PositiveSmallIntegerField(default=1)),
                ("announce_on", models.DateField(null=True)),
                ("issue_on", models.DateField(null=True)),
                ("adjusted_on", models.DateField(null=True)),
                ("statement_on", models.DateField(null=True)),
                ("suspended_on", models.DateField(null=True)),
                ("trusted_until", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.card",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="subscriptions", to="meuplano.plan"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "active")),
                        fields=["period_end", "account"],
                        name="subscriptions_to_roll_over",
                    ),
                    models.Index(
                        condition=models.Q(("status", "active")),
                        fields=["issue_on", "account"],
                        name="renewals_to_issue",
                    ),
                    models.Index(
                        condition=models.Q(("status", "active")),
                        fields=["announce_on", "account"],
                        name="renewals_to_announce",
                    ),
                    models.Index(
                        condition=models.Q(("statement_on__isnull", False)),
                        fields=["statement_on", "account"],
                        name="statements_to_look_at",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="subscription_account_key"),
                    meuplano.records.same_account.SameAccount(field="card", name="subscription_card_same_account"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "cancelled"), _negated=True),
                        fields=("account",),
                        name="an_account_has_one_live_subscription",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_end__gt", models.F("period_start"))),
                        name="a_running_period_ends_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "card"), _negated=True), ("card__isnull", False), _connector="OR"
                        ),
                        name="charging_a_card_needs_a_card",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "cancelled", "contracted", "suspended"])),
                        name="a_subscription_has_a_known_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cycle__in", [1, 3, 6, 12])), name="a_subscription_has_a_known_cycle"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("renewal_policy__in", ["active", "all"])),
                        name="a_subscription_has_a_known_policy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["boleto", "card", "pix"])),
                        name="a_subscription_has_a_known_method",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("effective_on", models.DateField()),
                ("data", models.JSONField(default=dict)),
                ("status", models.CharField(default="scheduled", max_length=20)),
                ("by", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scheduled_changes",
                        to="meuplano.subscription",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "cancel"), ("status", "scheduled")),
                        fields=["effective_on", "account"],
                        name="subscriptions_to_end",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="scheduled_change_account_key"),
                    meuplano.records.same_account.SameAccount(
                        field="subscription", name="scheduled_change_subscription_same_account"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "scheduled")),
                        fields=("account", "subscription", "kind"),
                        name="a_kind_of_change_is_scheduled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["cancel", "cycle", "due_day", "plan"])),
                        name="a_scheduled_change_has_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["applied", "replaced", "scheduled", "undone"])),
                        name="a_scheduled_change_has_a_known_status",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RenewalCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField()),
                ("cycle", models.PositiveSmallIntegerField()),
                ("counted_on", models.DateField()),
                ("quantities", models.JSONField()),
                ("last_entry", models.BigIntegerField()),
                ("unit_prices", models.JSONField()),
                ("invoiced_prices", models.JSONField(null=True)),
                ("bridge", models.JSONField(null=True)),
                ("replaced", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "courtesy",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.courtesy",
                    ),
                ),
                (
                    "price_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.priceversion"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="meuplano.subscription",
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(
                        field="subscription", name="renewal_count_subscription_same_account"
                    ),
                    meuplano.records.same_account.SameAccount(
                        field="courtesy", name="renewal_count_courtesy_same_account"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced", False)),
                        fields=("account", "subscription", "first_day"),
                        name="a_period_is_counted_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="order",
            name="subscription",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="meuplano.subscription",
            ),
        ),
        migrations.CreateModel(
            name="LicenceEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=40)),
                ("on", models.DateField()),
                ("now", models.PositiveIntegerField()),
                ("at_renewal", models.PositiveIntegerField()),
                ("why", models.CharField(max_length=40)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.order",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licence_entries",
                        to="meuplano.subscription",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "subscription", "item", "-id"], name="latest_licence_entry")
                ],
                "constraints": [
                    meuplano.records.same_account.SameAccount(
                        field="subscription", name="licence_entry_subscription_same_account"
                    ),
                    meuplano.records.same_account.SameAccount(field="order", name="licence_entry_order_same_account"),
                    models.UniqueConstraint(
                        condition=models.Q(("order__isnull", False)),
                        fields=("account", "order", "item"),
                        name="an_order_adds_an_item_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="invoice",
            name="subscription",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices",
                to="meuplano.subscription",
            ),
        ),
        migrations.AddField(
            model_name="courtesy",
            name="subscription",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="courtesies",
                to="meuplano.subscription",
            ),
        ),
        migrations.CreateModel(
            name="SubscriptionPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("cycle", models.PositiveSmallIntegerField()),
                ("unit_prices", models.JSONField()),
                ("invoiced_prices", models.JSONField(null=True)),
                ("paid_outside", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "courtesy",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="begun",
                        to="meuplano.courtesy",
                    ),
                ),
                (
                    "price_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.priceversion"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="meuplano.subscription",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="period_account_key"),
                    meuplano.records.same_account.SameAccount(
                        field="subscription", name="period_subscription_same_account"
                    ),
                    meuplano.records.same_account.SameAccount(field="courtesy", name="period_courtesy_same_account"),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="a_period_ends_after_its_start"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("account", "="),
                            ("subscription", "="),
                            (meuplano.records.models.subscription.DateRange("start", "end"), "&&"),
                        ],
                        name="periods_never_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=120)),
                ("status", models.CharField(default="open", max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("waits_since", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("said_at", models.DateTimeField()),
                ("last_answer", models.BigIntegerField(default=0)),
                ("last_written", models.BigIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.invoice",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.order",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "-said_at"], name="requests_of_an_account"),
                    models.Index(
                        condition=models.Q(("due_on__isnull", False)),
                        fields=["due_on", "waits_since"],
                        name="requests_due",
                    ),
                    models.Index(fields=["-said_at"], name="requests_by_last_word"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="supportrequest_account_key"),
                    meuplano.records.same_account.SameAccount(
                        field="invoice", name="supportrequest_invoice_same_account"
                    ),
                    meuplano.records.same_account.SameAccount(field="order", name="supportrequest_order_same_account"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_on__isnull", False),
                                ("status__in", ("open", "in_review")),
                                ("waits_since__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status__in", ("open", "in_review")), _negated=True),
                                ("due_on__isnull", True),
                                ("waits_since__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_request_waits_while_finance_has_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="a_request_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["in_review", "open", "resolved", "waiting"])),
                        name="a_request_has_a_known_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["billing", "conversas", "details", "fiscal_note", "other"])),
                        name="a_request_has_a_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_message", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="meuplano.supportrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(
                        field="request", name="requestreading_request_same_account"
                    ),
                    models.UniqueConstraint(
                        fields=("account", "request", "user"), name="a_person_reads_a_request_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(default="offered", max_length=20)),
                ("added", models.JSONField()),
                ("cycle", models.PositiveSmallIntegerField(null=True)),
                ("at_renewal", models.BooleanField(default=False)),
                ("terms", models.JSONField(default=list)),
                ("due_now_centavos", models.BigIntegerField()),
                ("valid_until", models.DateField()),
                ("made_by", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="meuplano.message",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.order",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.plan"
                    ),
                ),
                (
                    "scheduled",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.scheduledchange",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="meuplano.supportrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="request", name="proposal_request_same_account"),
                    meuplano.records.same_account.SameAccount(field="message", name="proposal_message_same_account"),
                    meuplano.records.same_account.SameAccount(field="order", name="proposal_order_same_account"),
                    meuplano.records.same_account.SameAccount(
                        field="scheduled", name="proposal_scheduled_same_account"
                    ),
                    models.UniqueConstraint(fields=("account", "message"), name="a_message_offers_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "offered")),
                        fields=("account", "request"),
                        name="one_proposal_of_a_request_is_open",
                    ),
                    models.UniqueConstraint(fields=("account", "order"), name="an_order_is_of_one_proposal"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("at_renewal", False),
                                ("order__isnull", False),
                                ("scheduled__isnull", True),
                                ("status", "accepted"),
                            ),
                            models.Q(
                                ("at_renewal", True),
                                ("order__isnull", True),
                                ("scheduled__isnull", False),
                                ("status", "accepted"),
                            ),
                            models.Q(
                                models.Q(("status", "accepted"), _negated=True),
                                ("order__isnull", True),
                                ("scheduled__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_accepted_proposal_has_its_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("at_renewal", False),
                            models.Q(("cycle__isnull", True), ("plan__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_a_plan_waits_for_the_renewal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("status", "offered")),
                            models.Q(models.Q(("status", "offered"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_proposal_is_open_or_has_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cycle__isnull", True), ("cycle__in", [1, 3, 6, 12]), _connector="OR"),
                        name="a_proposal_has_a_known_cycle",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["accepted", "declined", "offered", "replaced", "withdrawn"])
                        ),
                        name="a_proposal_has_a_known_status",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="request",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="meuplano.supportrequest",
            ),
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=300)),
                ("amount_centavos", models.BigIntegerField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("made_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.CharField(blank=True, max_length=120)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="meuplano.account",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meuplano.event"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("done_at__isnull", True)), fields=["made_on"], name="tasks_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by", "")),
                            models.Q(("done_at__isnull", False), models.Q(("done_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="who_did_a_task_says_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_centavos", models.BigIntegerField()),
                ("state", models.CharField(default="due", max_length=12)),
                ("asked_on", models.DateField()),
                ("asked_by", models.CharField(max_length=120)),
                ("reason", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=60)),
                ("sent_at", models.DateTimeField(null=True)),
                ("refusal", models.CharField(blank=True, max_length=200)),
                ("proof", models.CharField(blank=True, max_length=200)),
                ("ended_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="meuplano.credit",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.payment",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="meuplano.task"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["sending", "unknown"])),
                        fields=["sent_at"],
                        name="refunds_unanswered",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="refund_account_key"),
                    meuplano.records.same_account.SameAccount(field="credit", name="refund_credit_same_account"),
                    meuplano.records.same_account.SameAccount(field="payment", name="refund_payment_same_account"),
                    models.UniqueConstraint(fields=("account", "key"), name="a_refund_key_is_used_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("due", "sending", "unknown"))),
                        fields=("account", "credit"),
                        name="a_credit_goes_back_one_refund_at_a_time",
                    ),
                    models.UniqueConstraint(fields=("account", "payment"), name="a_payment_is_of_one_refund"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="a_refund_is_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("payment__isnull", False), ("state", "paid")),
                            models.Q(models.Q(("state", "paid"), _negated=True), ("payment__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_refund_is_paid_by_a_payment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["dropped", "due", "paid", "sending", "unknown"])),
                        name="a_refund_has_a_known_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("amount_centavos", models.BigIntegerField()),
                ("reason", models.CharField(max_length=200)),
                ("pay_out", models.BooleanField(default=False)),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.invoice",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.proof",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approval", to="meuplano.task"
                    ),
                ),
            ],
            options={
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="invoice", name="approval_invoice_same_account"),
                    meuplano.records.same_account.SameAccount(field="proof", name="approval_proof_same_account"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "retention"), ("proof__isnull", False)),
                            models.Q(models.Q(("kind", "retention"), _negated=True), ("proof__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_retention_is_asked_for_with_its_proof",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("account", "kind", "invoice"),
                        name="one_correction_of_a_kind_waits_per_invoice",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_centavos__gt", 0)), name="an_approval_is_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="an_approval_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_approves_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="who_decided_an_approval_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["credit", "credit_note", "discount", "retention", "write_off"])
                        ),
                        name="an_approval_has_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["approved", "refused", "waiting"])),
                        name="an_approval_has_a_known_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("text", models.TextField()),
                ("published_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="terms_say_something"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="terms_are_counted_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("moment", models.CharField(max_length=10)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.order",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="meuplano.termsversion",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "id"], name="terms_accepted")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="termsacceptance_account_key"),
                    meuplano.records.same_account.SameAccount(field="order", name="termsacceptance_order_same_account"),
                    models.CheckConstraint(
                        condition=models.Q(("moment__in", ["card", "contract", "order"])),
                        name="terms_are_accepted_at_a_known_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", ""), _negated=True), name="terms_are_accepted_by_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TitleCommand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=12)),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("due_on", models.DateField(null=True)),
                ("reasons", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "remittance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="meuplano.remittance",
                    ),
                ),
                (
                    "title",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commands",
                        to="meuplano.banktitle",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["id"], name="commands_for_the_next_file"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="title_command_account_key"),
                    meuplano.records.same_account.SameAccount(field="title", name="title_command_title_same_account"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent"])),
                        fields=("account", "title", "verb"),
                        name="one_command_of_a_kind_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("remittance__isnull", True), ("state__in", ["waiting", "dropped"])),
                            models.Q(("remittance__isnull", False), ("state__in", ["sent", "confirmed", "refused"])),
                            _connector="OR",
                        ),
                        name="what_was_sent_went_in_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verb__in", ["change_due", "entry", "write_off"])),
                        name="a_command_has_a_known_verb",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["confirmed", "dropped", "refused", "sent", "waiting"])),
                        name="a_command_has_a_known_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trust",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(default="given", max_length=12)),
                ("given_on", models.DateField()),
                ("until", models.DateField()),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trusts",
                        to="meuplano.invoice",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trust",
                        to="meuplano.proof",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trusts",
                        to="meuplano.subscription",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trust", to="meuplano.task"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("given", "confirmed"))),
                        fields=["until", "account"],
                        name="trusts_that_run",
                    )
                ],
                "constraints": [
                    meuplano.records.same_account.SameAccount(field="invoice", name="trust_invoice_same_account"),
                    meuplano.records.same_account.SameAccount(
                        field="subscription", name="trust_subscription_same_account"
                    ),
                    meuplano.records.same_account.SameAccount(field="proof", name="trust_proof_same_account"),
                    models.UniqueConstraint(fields=("account", "invoice"), name="an_invoice_is_trusted_once"),
                    models.UniqueConstraint(fields=("account", "proof"), name="a_proof_is_trusted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("given_on"))), name="trust_is_for_some_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by", "")),
                            models.Q(models.Q(("decided_by", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="who_decided_a_trust_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "refused"]), _negated=True),
                            models.Q(("decided_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_decided_trust_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "refused"), ("reason", ""), _connector="XOR"),
                        name="a_refused_trust_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["confirmed", "expired", "given", "refused", "settled"])),
                        name="a_trust_has_a_known_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsageReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("used_bytes", models.PositiveBigIntegerField()),
                ("measured_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-measured_at"], name="latest_usage_report")],
            },
        ),
        migrations.CreateModel(
            name="AgreedPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=40)),
                ("monthly_centavos", models.BigIntegerField(null=True)),
                ("discount", models.PositiveIntegerField(null=True)),
                ("valid_from", models.DateField()),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("adjustment", models.IntegerField(null=True)),
                ("notified_on", models.DateField(null=True)),
                ("by", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meuplano.account",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "id"], name="agreed_prices")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("discount__isnull", False), ("monthly_centavos__isnull", True)),
                            models.Q(("discount__isnull", True), ("monthly_centavos__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_was_agreed_is_a_price_or_a_discount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("monthly_centavos__gte", 0)), name="an_agreed_price_is_nothing_or_more"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount__lte", 10000)), name="an_agreed_discount_is_at_most_all"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adjustment__isnull", True), ("notified_on__isnull", True)),
                            models.Q(
                                ("adjustment__isnull", False),
                                ("monthly_centavos__isnull", False),
                                ("notified_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_adjustment_is_of_a_price_and_was_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="what_was_agreed_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=meuplano.records.same_account.SameAccount(
                field="invoice", name="instalment_invoice_same_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(
                fields=("account", "invoice", "number"), name="an_instalment_has_its_number"
            ),
        ),
        migrations.AddIndex(
            model_name="fiscalnote",
            index=models.Index(fields=["account", "invoice"], name="fiscal_notes_by_invoice"),
        ),
        migrations.AddConstraint(
            model_name="fiscalnote",
            constraint=meuplano.records.same_account.SameAccount(
                field="invoice", name="fiscal_note_invoice_same_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="fiscalnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "issued")),
                fields=("account", "invoice"),
                name="one_live_fiscal_note_per_invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="fiscalnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "issued"), models.Q(("number", ""), _negated=True)),
                fields=("account", "number", "code"),
                name="a_fiscal_note_is_of_one_invoice",
            ),
        ),
        migrations.AddIndex(
            model_name="creditnote",
            index=models.Index(fields=["account", "invoice"], name="credit_notes_by_invoice"),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=meuplano.records.same_account.SameAccount(
                field="invoice", name="credit_note_invoice_same_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=meuplano.records.same_account.SameAccount(field="invoice", name="charge_invoice_same_account"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=meuplano.records.same_account.SameAccount(
                field="instalment", name="charge_instalment_same_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ("to_send", "sending", "unknown", "pending")), ("superseded_on__isnull", True)
                ),
                fields=("account", "invoice", "method", "instalment"),
                name="an_invoice_has_one_live_charge_per_method",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("instalments", 1), models.Q(("instalments__range", (2, 12)), ("method", "card")), _connector="OR"
                ),
                name="only_a_card_is_billed_in_instalments",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=meuplano.records.same_account.SameAccount(field="payment", name="credit_payment_same_account"),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(
                fields=("account", "payment", "cause"), name="a_surplus_is_credited_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cause", ""), ("payment__isnull", True)),
                    models.Q(("cause__in", ("surplus", "cancelled", "undone", "rest")), ("payment__isnull", False)),
                    _connector="OR",
                ),
                name="a_credit_of_a_payment_has_its_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=meuplano.records.same_account.SameAccount(field="proof", name="payment_proof_same_account"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undone", False),
                    models.Q(("amount_centavos__gt", 0), ("proof__isnull", True), ("withheld_from__isnull", True)),
                    _connector="OR",
                ),
                name="only_money_that_came_is_undone",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("account", "proof"), name="a_proof_settles_once"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("charges_centavos", 0),
                        ("credit_centavos", 0),
                        ("method", "retention"),
                        models.Q(
                            models.Q(
                                ("amount_centavos__lt", 0), ("proof__isnull", True), ("withheld_from__isnull", True)
                            ),
                            models.Q(
                                ("amount_centavos__gt", 0), ("proof__isnull", False), ("withheld_from__isnull", True)
                            ),
                            models.Q(
                                ("amount_centavos__gt", 0), ("proof__isnull", True), ("withheld_from__isnull", False)
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("proof__isnull", True),
                        ("withheld_from__isnull", True),
                        models.Q(("method", "retention"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="withheld_tax_has_its_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                models.F("receipt"),
                condition=models.Q(("undoes__isnull", True), ("undone", False)),
                name="a_receipt_pays_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=meuplano.records.same_account.SameAccount(
                field="subscription", name="order_subscription_same_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cycle__isnull", True),
                        ("price_version__isnull", True),
                        ("replaces__isnull", True),
                        ("unit_prices__isnull", True),
                    ),
                    models.Q(
                        ("cycle__in", [1, 3, 6, 12]),
                        ("price_version__isnull", False),
                        ("replaces__isnull", False),
                        ("unit_prices__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_order_of_a_cycle_keeps_its_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=meuplano.records.same_account.SameAccount(
                field="subscription", name="invoice_subscription_same_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "renewal"), ("status__in", ["open", "paid", "written_off"])),
                fields=("account", "subscription", "period_start"),
                name="one_live_renewal_per_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "complement"), ("status__in", ["open", "paid", "written_off"])),
                fields=("account", "subscription", "period_start", "period_end"),
                name="one_live_complement_per_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtesy",
            constraint=meuplano.records.same_account.SameAccount(
                field="subscription", name="courtesy_subscription_same_account"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["account", "request", "id"], name="messages_of_a_request"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=meuplano.records.same_account.SameAccount(field="request", name="message_request_same_account"),
        ),
    ]
    operations = all_at_once(operations)
