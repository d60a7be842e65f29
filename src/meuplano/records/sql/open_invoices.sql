-- What is to be paid, oldest first, each with the order it is for and the items of its lines.
select {i}, {s},
  (select json_build_object('number', o.number, 'status', o.status, 'method', o.method,
                            'pay_until', o.pay_until, 'expires_on', o.expires_on)
   from meuplano_order o where o.account_id = %(account)s and o.invoice_id = i.id) as "order",
  (select json_agg(json_build_array(case l.kind when 'unused' then l.kind else l.item end, l.quantity) order by l.position)
   from meuplano_invoiceline l where l.account_id = %(account)s and l.invoice_id = i.id) as added
from meuplano_invoice i join meuplano_subscription s on s.account_id = i.account_id and s.id = i.subscription_id
where i.account_id = %(account)s and i.status = 'open'
order by i.due_on, i.number
