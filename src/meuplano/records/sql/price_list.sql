-- The price lists that may hold for a period that begins on a day: the one of the running period, or without one the
-- day's, and newer ones, each with the account's notice of it; beside them what was agreed, and the courtesies.
-- Asked for one account or for many at once: the n-th of each array is the n-th question.
with asked as (
  select place, account, subscription, day,
    coalesce(other,  -- else the one that is scheduled for that day
      (select (h.data ->> 'plan')::bigint from meuplano_scheduledchange h
       where h.account_id = account and h.subscription_id = subscription and h.kind = 'plan' and h.status = 'scheduled'
         and h.effective_on <= day),
      plan) as plan, coalesce(
    (select w.valid_from
     from meuplano_subscriptionperiod r
     join meuplano_priceversion w on w.id = r.price_version_id
     where r.account_id = account and r.subscription_id = subscription and r.start = running),
    (select max(w.valid_from) from meuplano_priceversion w where w.valid_from <= day)) as since
  from unnest(%(accounts)s::bigint[], %(subscriptions)s::bigint[], %(plans)s::bigint[], %(starts)s::date[],
              %(days)s::date[], %(others)s::bigint[])
    with ordinality as question (account, subscription, plan, running, day, other, place)
), listed as materialized (
  select v.id, v.valid_from, v.gb_centavos,
    (select json_agg(json_build_array(m.code, m.name, x.licence_centavos) order by m.code)
     from meuplano_moduleprice x
     join meuplano_module m on m.id = x.module_id
     where x.version_id = v.id) as modules,
    (select json_agg(json_build_array(y.cycle, y.discount))
     from meuplano_cycleterms y where y.version_id = v.id) as cycles
  from meuplano_priceversion v
  where v.valid_from >= (select min(since) from asked)
)
select q.place, v.id, v.valid_from, v.gb_centavos,
  (select t.licence_centavos from meuplano_planprice t where t.version_id = v.id and t.plan_id = q.plan) as licence,
  v.modules, v.cycles,
  (select n.notified_on from meuplano_pricenotice n
   where n.account_id = q.account and n.version_id = v.id) as notified_on,
  (select json_agg(json_build_array(a.item, a.monthly_centavos, a.discount, a.valid_from, a.until) order by a.id)
   from meuplano_agreedprice a where a.account_id = q.account) as agreed,
  (select json_agg(json_build_array(c.id, c.off, c.periods, c.valid_from, c.until,
                                    (select count(*) from meuplano_subscriptionperiod q
                                     where q.account_id = c.account_id and q.courtesy_id = c.id)) order by c.id)
   from meuplano_courtesy c
   where c.account_id = q.account and c.subscription_id = q.subscription) as courtesies
from asked q
join listed v on v.valid_from >= q.since and (v.valid_from <= q.day or v.valid_from = q.since)
order by q.place, v.valid_from
