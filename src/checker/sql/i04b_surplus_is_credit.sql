-- I4: what a payment brought beyond the invoice is a visible credit of that amount, and a task for finance.
select format('account %s: payment %s left %s centavos, credited %s',
              p.account_id, p.id, p.credit_centavos, coalesce(sum(c.amount_centavos), 0))
  from meuplano_payment p
  left join meuplano_credit c on c.account_id = p.account_id and c.payment_id = p.id
 where p.credit_centavos > 0 group by p.id having coalesce(sum(c.amount_centavos), 0) < p.credit_centavos
union all
select format('account %s: payment %s left %s centavos, and no event says so', p.account_id, p.id, p.credit_centavos)
  from meuplano_payment p join meuplano_invoice i on i.account_id = p.account_id and i.id = p.invoice_id
 where p.credit_centavos > 0
   and not exists (select 1 from meuplano_event e
                    where e.account_id = p.account_id and e.name = 'credit.granted'
                      and (e.data ->> 'amount')::bigint = p.credit_centavos and (e.data ->> 'invoice')::bigint = i.number)
