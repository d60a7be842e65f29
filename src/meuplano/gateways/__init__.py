"""Who moves the money: a small port (`base`), its adapters, and a registry that makes them by name."""
