"""What developers run: demo, test, bench."""
