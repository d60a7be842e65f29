-- I7: the running period of a subscription is its last one; of a live one that may run, it has not been over for days.
select format('account %s: running period %s to %s, last one %s to %s', s.account_id, s.period_start, s.period_end, p.start, p."end")
  from meuplano_subscription s
  left join lateral (select * from meuplano_subscriptionperiod q
                      where q.account_id = s.account_id and q.subscription_id = s.id order by q.start desc limit 1) p on true
 where s.status <> 'contracted'
   and not (p.id is null and s.status = 'cancelled'
            and exists (select 1 from meuplano_event e
                         where e.account_id = s.account_id and e.name = 'subscription.ended'
                           and e.data ->> 'why' = 'never_began' and (e.data ->> 'on')::date = s.ended_on))
   and (s.period_start, s.period_end) is distinct from (p.start, p."end")
union all
select format('account %s: its period ended on %s and no other began', s.account_id, s.period_end)
  from meuplano_subscription s, checked
 where s.status = 'active' and s.period_end < checked.today - 1
   and not exists (select 1 from meuplano_parking k where k.account_id = s.account_id and k.cleared_at is null)
