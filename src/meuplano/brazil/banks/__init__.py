"""The free field and the nosso número of each bank."""
