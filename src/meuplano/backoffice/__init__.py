"""The finance team's door."""
