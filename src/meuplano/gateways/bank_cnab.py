"""A bank that is spoken to by files: it answers no call. A charge waits as a title for the next file and its return."""

from meuplano.gateways.unasked import Unasked

BY_FILE = "file_exchange"


class BankCnab(Unasked):
    """Declares what the files can do; `actions/bank_files` writes and reads them, since they need our tables."""

    name = "bank_cnab"
    capabilities = frozenset({"boleto", BY_FILE})
    not_charged = "A cobrança vai ao banco por arquivo de remessa."
