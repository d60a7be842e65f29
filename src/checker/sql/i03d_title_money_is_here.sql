-- I3: what the bank took in for boletos that came by file is here, title by title, to the centavo.
with there as (select own, sum(amount) as amount from bank_title_payment group by own),
here as (
  select format('MP%sT%s', t.account_id, t.id) as own, sum(r.amount_centavos) as amount
    from meuplano_receipt r
    join meuplano_charge c on c.key = r.charge_key
    join meuplano_banktitle t on t.account_id = c.account_id and t.charge_id = c.id
   where r.gateway = 'bank_cnab' and r.kind = 'payment'
   group by t.account_id, t.id
)
select format('the bank took in %s centavos for title %s, here are %s', coalesce(t.amount, 0), coalesce(t.own, h.own),
              coalesce(h.amount, 0))
  from there t full join here h on h.own = t.own, checked
 where has_bank and coalesce(t.amount, 0) <> coalesce(h.amount, 0)
