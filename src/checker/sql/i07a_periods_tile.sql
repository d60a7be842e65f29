-- I7: periods of an account never overlap, and a gap follows only suspension or end, with its event.
with lived as (
  select p.account_id, p.subscription_id, p.start, least(p."end", coalesce(s.ended_on, p."end")) as until,
         lead(p.start) over (partition by p.account_id order by p.start, p.id) as next_start,
         lead(p.subscription_id) over (partition by p.account_id order by p.start, p.id) as next_subscription
    from meuplano_subscriptionperiod p
    join meuplano_subscription s on s.account_id = p.account_id and s.id = p.subscription_id
)
select format('account %s: the period of %s runs until %s, the next begins on %s', account_id, start, until, next_start)
  from lived where next_start < until
union all
select format('account %s: no period between %s and %s, and no event says why', l.account_id, l.until, l.next_start)
  from lived l
 where l.next_start > l.until
   and not exists (select 1 from meuplano_event e
                    where e.account_id = l.account_id and e.name in ('subscription.suspended', 'subscription.ended')
                      and (e.data ->> 'on')::date between l.start and l.next_start)
union all
select format('account %s: a period ends before it begins (%s)', account_id, start)
  from meuplano_subscriptionperiod where "end" <= start
