-- I3: every receipt of the bank is in its books; every charge that was answered is known there, for the same amount.
select format('receipt %s of %s centavos is not in the bank''s books', r.external_id, r.amount_centavos)
  from meuplano_receipt r, checked
 where has_bank and r.gateway = 'fake'
   and not exists (select 1 from bank_payment p where p.id = r.external_id)
   and not exists (select 1 from bank_refund p where p.id = r.external_id)
union all
select format('account %s: charge %s (%s) is unknown to the bank', c.account_id, c.key, c.state)
  from meuplano_charge c, checked
 where has_bank and c.gateway = 'fake' and c.state in ('pending', 'paid', 'declined', 'expired', 'reversed')
   and not exists (select 1 from bank_charge b where b.key = c.key)
union all
select format('account %s: charge %s is %s centavos here, %s there', c.account_id, c.key, c.amount_centavos, b.amount)
  from meuplano_charge c join bank_charge b on b.key = c.key where c.amount_centavos <> b.amount
union all
select format('the bank''s charge %s of %s centavos was never asked for', b.key, b.amount)
  from bank_charge b where not exists (select 1 from meuplano_charge c where c.key = b.key)
