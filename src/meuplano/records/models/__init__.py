"""The tables."""

from meuplano.records.models.account import Account, BillingDetails, Member, User
from meuplano.records.models.approval import Approval
from meuplano.records.models.bank import GatewayCursor, Notice, Receipt
from meuplano.records.models.bank_file import (
    BankAgreement,
    BankReturn,
    BankTitle,
    Remittance,
    ReturnLine,
    TitleCommand,
)
from meuplano.records.models.catalogue import CycleTerms, Module, ModulePrice, Plan, PlanPrice, PriceVersion
from meuplano.records.models.clock import Clock
from meuplano.records.models.consent import TermsAcceptance, TermsVersion
from meuplano.records.models.event import Event, Mail, Task
from meuplano.records.models.fiscal import FiscalNote, FiscalNoteFile
from meuplano.records.models.instalment import Instalment
from meuplano.records.models.invoice import CreditNote, Invoice, InvoiceLine, LadderStep, LateCharge
from meuplano.records.models.ledger import LedgerEntry
from meuplano.records.models.order import Order, OrderItem
from meuplano.records.models.payment import LIVE_CHARGES, Card, Charge, Credit, CreditUse, Payment
from meuplano.records.models.refund import LIVE_REFUNDS, Refund
from meuplano.records.models.subscription import (
    LicenceEntry,
    Parking,
    RenewalCount,
    ScheduledChange,
    Subscription,
    SubscriptionPeriod,
    UsageReport,
)
from meuplano.records.models.support import Attachment, Message, Proposal, RequestReading, SupportRequest
from meuplano.records.models.terms import AgreedPrice, Courtesy, PriceNotice
from meuplano.records.models.trust import Proof, Trust

__all__ = [
    "LIVE_CHARGES",
    "LIVE_REFUNDS",
    "Account",
    "AgreedPrice",
    "Approval",
    "Attachment",
    "BankAgreement",
    "BankReturn",
    "BankTitle",
    "BillingDetails",
    "Card",
    "Charge",
    "Clock",
    "Courtesy",
    "Credit",
    "CreditNote",
    "CreditUse",
    "CycleTerms",
    "Event",
    "FiscalNote",
    "FiscalNoteFile",
    "GatewayCursor",
    "Instalment",
    "Invoice",
    "InvoiceLine",
    "LadderStep",
    "LateCharge",
    "LedgerEntry",
    "LicenceEntry",
    "Mail",
    "Member",
    "Message",
    "Module",
    "ModulePrice",
    "Notice",
    "Order",
    "OrderItem",
    "Parking",
    "Payment",
    "Plan",
    "PlanPrice",
    "PriceNotice",
    "PriceVersion",
    "Proof",
    "Proposal",
    "Receipt",
    "Refund",
    "Remittance",
    "RenewalCount",
    "RequestReading",
    "ReturnLine",
    "ScheduledChange",
    "Subscription",
    "SubscriptionPeriod",
    "SupportRequest",
    "Task",
    "TermsAcceptance",
    "TermsVersion",
    "TitleCommand",
    "Trust",
    "UsageReport",
    "User",
]
