-- I15: what is sold of an item (space, licences, modules) is what was held before plus what an order added; a renewal
-- alone may lower it.
with chain as (
  select e.*,
         lag(e.now) over steps as before_now, lag(e.at_renewal) over steps as before_later, lag(e."on") over steps as before_on
    from meuplano_licenceentry e window steps as (partition by e.account_id, e.subscription_id, e.item order by e.id)
)
select format('account %s: %s of %s, %s at the renewal', account_id, now, item, at_renewal)
  from chain where now < 0 or at_renewal < 0
union all
select format('account %s, order %s: %s of %s held, the order adds %s, then %s',
              c.account_id, c.order_id, coalesce(c.before_now, 0), c.item, i.quantity, c.now)
  from chain c join meuplano_orderitem i on i.account_id = c.account_id and i.order_id = c.order_id and i.item = c.item
  join meuplano_order o on o.account_id = c.account_id and o.id = c.order_id and o.status <> 'undone'
                       and o.quote ->> 'kind' <> 'longer_cycle'
 where c.why = 'order'
   and (c.now, c.at_renewal) is distinct from (coalesce(c.before_now, 0) + i.quantity, coalesce(c.before_later, 0) + i.quantity)
union all
select format('account %s: applied order %s added no %s', o.account_id, o.number, i.item)
  from meuplano_order o join meuplano_orderitem i on i.account_id = o.account_id and i.order_id = o.id
 where o.status = 'applied'
   and not exists (select 1 from meuplano_licenceentry e
                    where e.account_id = o.account_id and e.order_id = o.id and e.item = i.item)
union all
select format('account %s: an order that is %s added %s', o.account_id, o.status, e.item)
  from meuplano_licenceentry e join meuplano_order o on o.account_id = e.account_id and o.id = e.order_id
 where o.status not in ('applied', 'undone')
union all
select format('account %s: %s of %s fell from %s on %s, which begins no period',
              c.account_id, c.item, c.now, c.before_now, c."on")
  from chain c
 where c.now < c.before_now and c.why not in ('undone', 'refund', 'regret')
   and not exists (select 1 from meuplano_subscriptionperiod p
                    where p.account_id = c.account_id and p.subscription_id = c.subscription_id and p.start = c."on")
