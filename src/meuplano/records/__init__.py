"""What we remember: the one Django app with models."""
