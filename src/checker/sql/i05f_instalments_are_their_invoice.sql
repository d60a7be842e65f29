-- I5: the instalments of an invoice are what is to be paid of it, and what was; the earliest open one stands for it.
with parts as (
  select account_id, invoice_id, sum(amount_centavos) as amount, sum(paid_centavos) as paid, min(number) filter (where status = 'open') as first
    from meuplano_instalment group by account_id, invoice_id
)
select format('account %s, invoice %s: %s in instalments, %s to pay', i.account_id, i.number, p.amount, i.total_centavos - i.credit_centavos)
  from parts p join meuplano_invoice i on i.account_id = p.account_id and i.id = p.invoice_id
 where i.status in ('open', 'paid') and p.amount <> i.total_centavos - i.credit_centavos
union all
select format('account %s, invoice %s: its instalments are paid %s, it %s', i.account_id, i.number, p.paid, i.paid_centavos)
  from parts p join meuplano_invoice i on i.account_id = p.account_id and i.id = p.invoice_id
 where p.paid <> i.paid_centavos
union all
select format('account %s, invoice %s (%s): instalment %s stands for it, the earliest open is %s', i.account_id, i.number, i.status, i.instalment, p.first)
  from parts p join meuplano_invoice i on i.account_id = p.account_id and i.id = p.invoice_id
  left join meuplano_instalment n on n.account_id = i.account_id and n.invoice_id = i.id and n.number = i.instalment
 where i.status = 'open' and (i.instalment, i.part_centavos, i.due_on) is distinct from (p.first, n.amount_centavos - n.paid_centavos, n.due_on)
    or i.status <> 'open' and p.first is not null
