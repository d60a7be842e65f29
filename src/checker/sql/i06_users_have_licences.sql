-- I6: never more active users (who is invited is one) than licences: now, at each activation, and at the beginning of each period.
with held as (
  select distinct on (e.account_id) e.account_id, e.now
    from meuplano_licenceentry e
    join meuplano_subscription s on s.account_id = e.account_id and s.id = e.subscription_id and s.status <> 'cancelled'
   where e.item = 'licence' order by e.account_id, e.id desc
)
select format('account %s: %s active users for %s licences', h.account_id, count(m.id), h.now)
  from held h join meuplano_member m on m.account_id = h.account_id and m.has_access
 group by h.account_id, h.now having count(m.id) > h.now
union all
select format('account %s: at event %s %s users were active for %s licences',
              account_id, id, data ->> 'in_use', data ->> 'of')
  from meuplano_event
 where name in ('user.activated', 'user.invited') and (data ->> 'in_use')::int > (data ->> 'of')::int
union all
select format('account %s: the period of %s began with %s licences for %s active users',
              b.account_id, b.data ->> 'start', b.data -> 'after' ->> 'licence', u.in_use)
  from meuplano_event b
  cross join lateral (select (e.data ->> 'in_use')::int as in_use from meuplano_event e
                       where e.account_id = b.account_id and e.id < b.id
                         and e.name in ('user.activated', 'user.deactivated', 'user.invited',
                                        'invitation.withdrawn', 'invitation.lapsed')
                         and e.data ? 'in_use' order by e.id desc limit 1) u
 where b.name = 'period.began' and (b.data -> 'after' ->> 'licence')::int < u.in_use
