"""CNAB 240: declarative layouts, remittance and return."""
