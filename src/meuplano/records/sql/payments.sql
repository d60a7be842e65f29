-- Payments, of one year, of some days, of one invoice or all, the last first, each with its invoice and its live note.
select p.id, not p.undone and not exists (select from meuplano_receipt o
    join meuplano_receipt r on r.gateway = o.gateway and r.reverses = o.external_id and r.kind = 'reversal' and r.matched
    where o.id = p.receipt_id) as stayed,
  p.paid_on, p.method, p.amount_centavos, p.charges_centavos, p.credit_centavos, i.number, i.kind, i.period_start,
  (select n.number from meuplano_fiscalnote n
   where n.account_id = %(account)s and n.invoice_id = p.invoice_id and n.state = 'issued') as note,
  (select json_agg(json_build_array(case l.kind when 'unused' then l.kind else l.item end, l.quantity) order by l.position)
   from meuplano_invoiceline l where l.account_id = %(account)s and l.invoice_id = p.invoice_id) as added
from meuplano_payment p
left join meuplano_invoice i on i.account_id = p.account_id and i.id = p.invoice_id
where p.account_id = %(account)s
  and (%(year)s::int is null or extract(year from p.paid_on) = %(year)s::int)
  and (%(since)s::date is null or p.paid_on >= %(since)s::date)
  and (%(until)s::date is null or p.paid_on <= %(until)s::date)
  and (%(number)s::int is null or i.number = %(number)s::int)
order by p.paid_on desc, p.id desc
limit %(most)s
