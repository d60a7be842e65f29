-- I1: the legs of each fact sum to zero, and are of one account.
select format('fact %s (%s): its legs sum to %s centavos', fact, min(why), sum(amount_centavos))
  from meuplano_ledgerentry group by fact having sum(amount_centavos) <> 0
union all
select format('fact %s: legs of %s accounts', fact, count(distinct account_id))
  from meuplano_ledgerentry group by fact having count(distinct account_id) > 1
