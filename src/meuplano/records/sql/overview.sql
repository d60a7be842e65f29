-- What a page says about an account: its live subscription, and what stands around it. No row without one.
select {s}, {p}, {c}, {b},
  (select json_build_object('end', r."end", 'units', r.unit_prices, 'invoiced', r.invoiced_prices)
   from meuplano_subscriptionperiod r
   where r.account_id = %(account)s and r.subscription_id = s.id and r.start = s.period_start) as running,
  (select json_object_agg(e.item, json_build_array(e.now, e.at_renewal))
   from (select distinct on (l.item) l.item, l.now, l.at_renewal
         from meuplano_licenceentry l
         where l.account_id = %(account)s and l.subscription_id = s.id
         order by l.item, l.id desc) e) as entries,
  (select json_object_agg(c.item, json_build_array(c.why, c."on", c.number, c.now, c.at_renewal))
   from (select distinct on (l.item) l.item, l.why, l."on", o.number, l.now, l.at_renewal
         from meuplano_licenceentry l
         left join meuplano_order o on o.account_id = l.account_id and o.id = l.order_id
         where l.account_id = %(account)s and l.subscription_id = s.id and l.why <> %(rolled_over)s
         order by l.item, l.id desc) c) as origins,
  (select count(*) from meuplano_member m where m.account_id = %(account)s and m.has_access) as active,
  u.used_bytes, u.measured_at,
  (select coalesce(sum(g.amount_centavos - g.taken_back_centavos - g.refunded_centavos), 0)::bigint
   from meuplano_credit g where g.account_id = %(account)s)
  - (select coalesce(sum(d.amount_centavos), 0)::bigint
     from meuplano_credituse d where d.account_id = %(account)s and d.returned_on is null) as credit,
  (select json_build_object('quantities', n.quantities, 'units', n.unit_prices,
                            'invoiced', n.invoiced_prices, 'bridge', n.bridge)
   from meuplano_renewalcount n
   where n.account_id = %(account)s and n.subscription_id = s.id and n.first_day = s.period_end
     and not n.replaced) as counted,
  (select json_build_object('number', i.number, 'status', i.status, 'total', i.total_centavos,
                            'credit', i.credit_centavos, 'paid', i.paid_centavos, 'due_on', i.due_on)
   from meuplano_invoice i
   where i.account_id = %(account)s and i.subscription_id = s.id and i.kind = 'renewal'
     and i.period_start = s.period_end and i.status in ('open', 'paid')) as invoice,
  (select json_agg(json_build_object('kind', h.kind, 'on', h.effective_on, 'data', h.data, 'by', h.by)
                   order by h.effective_on, h.id)
   from meuplano_scheduledchange h
   where h.account_id = %(account)s and h.subscription_id = s.id and h.status = 'scheduled') as scheduled,
  array(select o.quote ->> 'kind' from meuplano_order o
        where o.account_id = %(account)s and o.status = 'waiting' order by o.id) as waiting,
  array(select i.due_on from meuplano_invoice i
        where i.account_id = %(account)s and i.status = 'open'
          and (i.kind <> 'order' or exists (select from meuplano_order o
                                            where o.account_id = i.account_id and o.invoice_id = i.id
                                              and o.status = 'applied'))
        order by i.due_on) as owed,
  exists(select from meuplano_ladderstep b
         join meuplano_invoice i on i.account_id = b.account_id and i.id = b.invoice_id
         where b.account_id = %(account)s and i.status = 'open' and starts_with(b.key, %(block)s)) as blocked
from meuplano_subscription s
join meuplano_plan p on p.id = s.plan_id
left join meuplano_card c on c.account_id = s.account_id and c.id = s.card_id
left join meuplano_billingdetails b on b.account_id = s.account_id
left join lateral (select used_bytes, measured_at from meuplano_usagereport
                   where account_id = %(account)s order by measured_at desc limit 1) u on true
where s.account_id = %(account)s and s.status not in ('cancelled', 'contracted')
