-- I11: every state has the event that led to it, and every event says who and when.
select format('event %s (%s) has no author', id, name) from meuplano_event where by = '' or at is null
union all
select format('account %s: subscription %s is %s, its last event says %s', s.account_id, s.id, s.status, coalesce(e.name, 'nothing'))
  from meuplano_subscription s
  left join lateral (select name from meuplano_event v where v.account_id = s.account_id
                        and v.name in ('subscription.suspended', 'subscription.resumed', 'subscription.ended')
                      order by v.id desc limit 1) e on true
 where s.status = 'suspended' and e.name is distinct from 'subscription.suspended'
    or s.status = 'cancelled' and not exists (select 1 from meuplano_event v
                                               where v.account_id = s.account_id and v.name = 'subscription.ended')
    or s.status = 'active' and e.name = 'subscription.suspended'
union all
select format('account %s: nothing tells of invoice %s, which is %s', i.account_id, i.number, i.status)
  from meuplano_invoice i
 where i.status in ('cancelled', 'replaced')
   and not exists (select 1 from meuplano_event e
                    where e.account_id = i.account_id and (e.data ->> 'invoice')::bigint = i.number
                      and e.name in ('invoice.cancelled', 'invoice.replaced', 'debt.reduced'))
union all
select format('account %s: order %s is %s, and no event says so', o.account_id, o.number, o.status)
  from meuplano_order o
 where not exists (select 1 from meuplano_event e
                    where e.account_id = o.account_id and e.name = 'order.agreed' and (e.data ->> 'order')::bigint = o.number)
    or o.status in ('applied', 'withdrawn', 'expired', 'declined', 'undone')
   and not exists (select 1 from meuplano_event e
                    where e.account_id = o.account_id and e.name = 'order.' || o.status
                      and (e.data ->> 'order')::bigint = o.number)
union all
select format('account %s: no event tells of payment %s', p.account_id, p.id)
  from meuplano_payment p
 where p.amount_centavos > 0
   and not exists (select 1 from meuplano_event e
                    where e.account_id = p.account_id and e.name = 'payment.received'
                      and ((e.data ->> 'payment')::bigint = p.id  -- tax is told with the money that it was withheld from
                           or (e.data ->> 'payment')::bigint = p.withheld_from_id
                              and (e.data ->> 'withheld')::bigint = p.amount_centavos))
union all
select format('account %s: %s payments were taken back, %s events say so', p.account_id, count(*),
              (select count(*) from meuplano_event e where e.account_id = p.account_id and e.name = 'payment.reversed'))
  from meuplano_payment p where p.amount_centavos < 0 and p.undoes_id is null and p.method <> 'retention'
   and not exists (select 1 from meuplano_refund r where r.account_id = p.account_id and r.payment_id = p.id)
 group by p.account_id
having count(*) <> (select count(*) from meuplano_event e where e.account_id = p.account_id and e.name = 'payment.reversed')
union all
select format('account %s: no event tells that payment %s undoes a match', p.account_id, p.id)
  from meuplano_payment p
 where p.undoes_id is not null
   and not exists (select 1 from meuplano_event e where e.account_id = p.account_id and e.name = 'match.undone'
                      and (e.data ->> 'payment')::bigint = p.id and (e.data ->> 'amount')::bigint = -p.amount_centavos)
union all
select format('account %s: tax withheld is owed again by payment %s, and no event says so', p.account_id, p.id)
  from meuplano_payment p join meuplano_receipt b on b.id = p.receipt_id
  join meuplano_receipt r on r.gateway = b.gateway and r.external_id = b.reverses
  join meuplano_payment t on t.account_id = p.account_id and t.receipt_id = r.id
 where p.amount_centavos < 0 and p.method = 'retention'
   and not exists (select 1 from meuplano_event e where e.account_id = p.account_id
                      and e.name = 'retention.undone' and (e.data ->> 'payment')::bigint = t.id)
   and not exists (select 1 from meuplano_payment w join meuplano_receipt s on s.id = w.receipt_id
                     join meuplano_receipt u on u.gateway = s.gateway and u.reverses = s.external_id and u.kind = 'reversal'
                    where w.account_id = p.account_id and w.id = t.withheld_from_id)
   and not exists (select 1 from meuplano_payment w
                    where w.account_id = p.account_id and w.id = t.withheld_from_id and w.undone)
union all
select format('account %s: refund %s is %s, and no event says so', r.account_id, r.id, r.state)
  from meuplano_refund r
 where r.state in ('paid', 'dropped')
   and not exists (select 1 from meuplano_event e
                    where e.account_id = r.account_id and e.name = 'refund.' || r.state and (e.data ->> 'refund')::bigint = r.id)
union all
select format('account %s: the period of %s began without an event', p.account_id, p.start)
  from meuplano_subscriptionperiod p
 where exists (select 1 from meuplano_subscriptionperiod q
                where q.account_id = p.account_id and q.subscription_id = p.subscription_id and q.start < p.start)
   and not exists (select 1 from meuplano_event e
                    where e.account_id = p.account_id and e.name = 'period.began' and e.data ->> 'start' = p.start::text)
union all
select format('account %s: nothing tells of invoice %s, which is written off', i.account_id, i.number)
  from meuplano_invoice i
 where i.status = 'written_off'
   and not exists (select 1 from meuplano_event e where e.account_id = i.account_id
                      and e.name = 'invoice.written_off' and (e.data ->> 'invoice')::bigint = i.number)
union all
select format('account %s: no event tells of credit note %s', n.account_id, n.number)
  from meuplano_creditnote n
 where not exists (select 1 from meuplano_event e where e.account_id = n.account_id and e.name = 'credit_note.made'
                      and (e.data ->> 'note')::bigint = n.number and (e.data ->> 'amount')::bigint = n.amount_centavos)
union all
select format('account %s, invoice %s: its trust is %s, and no event says so', t.account_id, i.number, t.state)
  from meuplano_trust t join meuplano_invoice i on i.account_id = t.account_id and i.id = t.invoice_id
 where not exists (select 1 from meuplano_event e where e.account_id = t.account_id
                      and e.name = 'trust.' || t.state and (e.data ->> 'invoice')::bigint = i.number)
