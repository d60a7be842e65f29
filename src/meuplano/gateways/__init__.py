"""Who moves money: a small port and declared capabilities."""
