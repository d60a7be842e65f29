-- I3: every payment and refund in the bank's books is one receipt here, of the same amount and day.
with moved as (
  select id, amount, paid_on as on_day, 'payment' as kind from bank_payment where told_on is not null
  union all
  select id, amount, made_on, 'reversal' from bank_refund
)
select format('the bank''s %s %s of %s centavos is not here', m.kind, m.id, m.amount)
  from moved m
 where not exists (select 1 from meuplano_receipt r where r.gateway = 'fake' and r.external_id = m.id)
union all
select format('the bank''s %s %s is %s centavos of %s there, %s of %s here',
              m.kind, m.id, m.amount, m.on_day, r.amount_centavos, r.paid_on)
  from moved m join meuplano_receipt r on r.gateway = 'fake' and r.external_id = m.id
 where (r.kind, r.amount_centavos, r.paid_on) is distinct from (m.kind, m.amount, m.on_day)
