"""A bank and a card company of our own, in their own process with their own books."""
