"""Meu Plano: the page on which a customer looks after its own subscription."""
