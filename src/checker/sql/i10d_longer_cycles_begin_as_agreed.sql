-- I10: an applied change of cycle began its period on the day of its confirmation, at the unit prices that were shown.
select format('account %s, order %s: agreed on %s for %s months, and no such period began',
              o.account_id, o.number, o.agreed_on, o.cycle)
  from meuplano_order o
 where o.status = 'applied' and o.cycle is not null
   and not exists (select 1 from meuplano_subscriptionperiod p
                    where p.account_id = o.account_id and p.subscription_id = o.subscription_id
                      and p.start = o.agreed_on and p.unit_prices = o.unit_prices)
   and not exists (select 1 from meuplano_order later  -- a later one on the same day took its place
                    where later.account_id = o.account_id and later.subscription_id = o.subscription_id
                      and later.status = 'applied' and later.agreed_on = o.agreed_on and later.cycle is not null and later.id > o.id)
union all
select format('account %s, order %s: %s is shown at %s, the order keeps %s',
              o.account_id, o.number, shown.line ->> 'item', shown.line ->> 'unit', o.unit_prices -> (shown.line ->> 'item') ->> 'net')
  from meuplano_order o
  cross join lateral jsonb_array_elements(o.quote -> 'lines') as shown (line)
 where o.cycle is not null and shown.line ->> 'kind' = 'charge'
   and (shown.line ->> 'unit')::bigint is distinct from (o.unit_prices -> (shown.line ->> 'item') ->> 'net')::bigint
