-- The price lists that may hold for a period that begins on a day: the one of the running period, or without one the
-- day's, and newer ones, each with the account's notice of it; beside them what was agreed, and the courtesies.
with since (day) as (
  select coalesce(
    (select w.valid_from
     from meuplano_subscriptionperiod r
     join meuplano_priceversion w on w.id = r.price_version_id
     where r.account_id = %(account)s and r.subscription_id = %(subscription)s and r.start = %(start)s),
    (select max(w.valid_from) from meuplano_priceversion w where w.valid_from <= %(day)s))
)
select v.id, v.valid_from, v.gb_centavos,
  (select t.licence_centavos from meuplano_planprice t where t.version_id = v.id and t.plan_id = %(plan)s) as licence,
  (select json_agg(json_build_array(m.code, m.name, x.licence_centavos) order by m.code)
   from meuplano_moduleprice x
   join meuplano_module m on m.id = x.module_id
   where x.version_id = v.id) as modules,
  (select json_agg(json_build_array(y.cycle, y.discount))
   from meuplano_cycleterms y where y.version_id = v.id) as cycles,
  (select n.notified_on from meuplano_pricenotice n
   where n.account_id = %(account)s and n.version_id = v.id) as notified_on,
  (select json_agg(json_build_array(a.item, a.monthly_centavos, a.discount, a.valid_from, a.until) order by a.id)
   from meuplano_agreedprice a where a.account_id = %(account)s) as agreed,
  (select json_agg(json_build_array(c.id, c.off, c.periods, c.valid_from, c.until,
                                    (select count(*) from meuplano_subscriptionperiod q
                                     where q.account_id = c.account_id and q.courtesy_id = c.id)) order by c.id)
   from meuplano_courtesy c
   where c.account_id = %(account)s and c.subscription_id = %(subscription)s) as courtesies
from meuplano_priceversion v, since
where v.valid_from >= since.day and (v.valid_from <= %(day)s or v.valid_from = since.day)
order by v.valid_from
