"""Bringing in a vendor's customers: contas.csv, usuarios.csv and catalogo.toml, in one transaction (D41)."""

from meuplano.actions.import_accounts.faults import Fault
from meuplano.actions.import_accounts.importing import Progress, Report, import_files

__all__ = ["Fault", "Progress", "Report", "import_files"]
