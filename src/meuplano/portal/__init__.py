"""The account owner's door."""
