-- I4: fine and interest come only after the due date, and never more than 2 % once and 1 % a month of the total. A second
-- copy made when it was late tells the bank centavos a day, which are rounded: up to half a centavo a day (D22).
select format('account %s, invoice %s: %s centavos of fine and interest, paid on %s, due on %s',
              i.account_id, i.number, p.charges_centavos, p.paid_on, i.due_on)
  from meuplano_payment p
  join (select j.id, j.account_id, j.number, j.total_centavos, j.ladder_from, n.id as instalment_id,
               coalesce(n.due_on, j.due_on) as due_on
          from meuplano_invoice j
          left join meuplano_instalment n on n.account_id = j.account_id and n.invoice_id = j.id) i
    on i.account_id = p.account_id and i.id = p.invoice_id and i.instalment_id is not distinct from p.instalment_id
 where p.charges_centavos > 0
   and (p.paid_on <= i.due_on
        or p.charges_centavos > i.total_centavos * 200 / 10000 + i.total_centavos * (p.paid_on - i.due_on) / 3000 + 2
           + case when exists (select 1 from meuplano_charge c
                                where c.account_id = i.account_id and c.invoice_id = i.id and c.late_centavos > 0)
                  then (p.paid_on - i.due_on) / 2 else 0 end)
   and not exists (select 1 from meuplano_payment r
                    where r.account_id = i.account_id and r.invoice_id = i.id and r.amount_centavos < 0)
   and i.ladder_from is null
