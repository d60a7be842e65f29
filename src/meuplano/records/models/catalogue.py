"""What the vendor sells and, by version, for how much. A version is never edited: a new price is a new version."""

from django.db import models

from meuplano.records.models.base import centavos, one_of
from meuplano.rules.periods import Cycle


class Plan(models.Model):
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)
    minimum_licences = models.PositiveIntegerField(default=1)
    included_gb = models.PositiveIntegerField(default=0)
    gb_per_licence = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Module(models.Model):
    """An addition sold per licence (Conversas)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code__in=["licence", "storage"]), name="a_module_is_neither_licence_nor_storage"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PriceVersion(models.Model):
    """The price list that holds for periods beginning on or after a day. Prices are monthly, per unit, in centavos."""

    valid_from = models.DateField(unique=True)
    gb_centavos = centavos()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(gb_centavos__gte=0), name="a_gb_costs_nothing_or_more")
        ]


class PlanPrice(models.Model):
    version = models.ForeignKey(PriceVersion, on_delete=models.PROTECT, related_name="plan_prices")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="prices")
    licence_centavos = centavos()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "plan"], name="a_plan_has_one_price_per_version"),
            models.CheckConstraint(condition=models.Q(licence_centavos__gte=0), name="a_licence_costs_nothing_or_more"),
        ]


class ModulePrice(models.Model):
    version = models.ForeignKey(PriceVersion, on_delete=models.PROTECT, related_name="module_prices")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="prices")
    licence_centavos = centavos()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "module"], name="a_module_has_one_price_per_version"),
            models.CheckConstraint(condition=models.Q(licence_centavos__gte=0), name="a_module_costs_nothing_or_more"),
        ]


class CycleTerms(models.Model):
    """Discount (basis points) and instalments that a cycle has in a price version."""

    version = models.ForeignKey(PriceVersion, on_delete=models.PROTECT, related_name="terms")
    cycle = models.PositiveSmallIntegerField()
    discount = models.PositiveIntegerField()
    boleto_instalments = models.PositiveSmallIntegerField(default=1)
    card_instalments = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "cycle"], name="a_cycle_has_one_set_of_terms_per_version"),
            models.CheckConstraint(condition=models.Q(discount__lte=10_000), name="a_cycle_discount_is_at_most_all"),
            one_of("the_terms_are_of_a_cycle", "cycle", [int(cycle) for cycle in Cycle]),
        ]
