-- I1: the whole ledger sums to zero.
select format('the whole ledger sums to %s centavos', sum(amount_centavos))
  from meuplano_ledgerentry having sum(amount_centavos) <> 0
