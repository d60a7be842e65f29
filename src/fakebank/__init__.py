"""The bank of the demo and of the tests: another company, with its own process, books, date and faults.

It knows nothing of its customer but a callback address and a secret. Real money is never near it.
"""
