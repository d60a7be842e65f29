"""The life of a boleto at a bank that is spoken to by files: titles, remittances, returns (payments.md 1.3, 1.4)."""
