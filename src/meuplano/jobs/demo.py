"""The demo's time: lived day by day, the bank's day first, then ours (D63)."""
