-- I13: what was due two days ago was done, unless the account is parked or somebody decided otherwise.
with free as (
  select s.* from meuplano_subscription s
   where s.status = 'active'
     and not exists (select 1 from meuplano_parking k where k.account_id = s.account_id and k.cleared_at is null)
)
select format('account %s: the renewal of %s should have gone out on %s', s.account_id, s.period_end, s.issue_on)
  from free s, checked
 where s.issue_on < checked.today - 1
   and not exists (select 1 from meuplano_scheduledchange c where c.account_id = s.account_id
                      and c.kind = 'cancel' and c.status = 'scheduled' and c.effective_on <= s.period_end)
   and not exists (select 1 from meuplano_order o where o.account_id = s.account_id
                      and o.status = 'waiting' and o.quote ->> 'kind' = 'longer_cycle')
union all
select format('account %s: the next period of %s has no invoice and no day for one', s.account_id, s.period_end)
  from free s
 where s.issue_on is null and s.method <> 'card'
   and not exists (select 1 from meuplano_invoice i
                    where i.account_id = s.account_id and i.subscription_id = s.id and i.kind = 'renewal'
                      and i.period_start = s.period_end and i.status in ('open', 'paid', 'written_off'))
   and not exists (select 1 from meuplano_scheduledchange c where c.account_id = s.account_id
                      and c.kind = 'cancel' and c.status = 'scheduled' and c.effective_on <= s.period_end)
   and not exists (select 1 from meuplano_order o where o.account_id = s.account_id
                      and o.status = 'waiting' and o.quote ->> 'kind' = 'longer_cycle')
union all
select format('account %s: the period of %s has no invoice', p.account_id, p.start)
  from meuplano_subscriptionperiod p
 where exists (select 1 from meuplano_subscriptionperiod q
                where q.account_id = p.account_id and q.subscription_id = p.subscription_id and q.start < p.start)
   and not exists (select 1 from meuplano_invoice i
                    where i.account_id = p.account_id and i.subscription_id = p.subscription_id
                      and i.period_start = p.start and i.kind <> 'complement'
                      and (i.kind <> 'order' or exists (select 1 from meuplano_order o where o.account_id = i.account_id
                             and o.invoice_id = i.id and o.quote ->> 'kind' = 'longer_cycle')))
union all
select format('account %s: order %s waits though it expired on %s', o.account_id, o.number, o.expires_on)
  from meuplano_order o, checked where o.status = 'waiting' and o.expires_on < checked.today - 1
union all
select format('account %s, invoice %s: a step of the ladder was due on %s', i.account_id, i.number, i.next_step_on)
  from meuplano_invoice i, checked
 where i.status = 'open' and i.next_step_on < checked.today - 1
   and not exists (select 1 from meuplano_parking k where k.account_id = i.account_id and k.cleared_at is null)
union all
select format('account %s, invoice %s: its card was to be tried on %s', i.account_id, i.number, i.next_attempt_on)
  from meuplano_invoice i, checked
 where i.status = 'open' and i.next_attempt_on < checked.today - 1
   and not exists (select 1 from meuplano_parking k where k.account_id = i.account_id and k.cleared_at is null)
union all
select format('account %s: trust %s is %s, its days ended on %s', t.account_id, t.id, t.state, t.until)
  from meuplano_trust t, checked
 where t.state in ('given', 'confirmed') and t.until < checked.today - 2
   and not exists (select 1 from meuplano_parking k where k.account_id = t.account_id and k.cleared_at is null)
