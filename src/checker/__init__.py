"""The invariants as SQL, written apart from what they check: imports nothing of the product, sums raw rows itself."""
