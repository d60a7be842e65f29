-- Payments, of one year or of all, the last first, each with what its invoice is for.
select p.paid_on, p.method, p.amount_centavos, p.charges_centavos, p.credit_centavos, i.number, i.kind, i.period_start,
  (select json_agg(json_build_array(l.item, l.quantity) order by l.position)
   from meuplano_invoiceline l where l.account_id = %(account)s and l.invoice_id = p.invoice_id) as added
from meuplano_payment p
left join meuplano_invoice i on i.account_id = p.account_id and i.id = p.invoice_id
where p.account_id = %(account)s
  and (%(year)s::int is null or extract(year from p.paid_on) = %(year)s::int)
order by p.paid_on desc, p.id desc
limit %(most)s
