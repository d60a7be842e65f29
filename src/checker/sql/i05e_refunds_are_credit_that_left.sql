-- I5: what is on its way back is what refunds say, of each credit and in the ledger; each went once, for its amount.
select format('account %s: credit %s is refunded %s, its refunds say %s',
              c.account_id, c.id, c.refunded_centavos, coalesce(sum(r.amount_centavos), 0))
  from meuplano_credit c
  left join meuplano_refund r on r.account_id = c.account_id and r.credit_id = c.id and r.state <> 'dropped'
 group by c.id having c.refunded_centavos <> coalesce(sum(r.amount_centavos), 0)
union all
select format('account %s: %s centavos are to go back, the ledger says %s', a.id, r.due, e.due)
  from meuplano_account a
  cross join lateral (select coalesce(sum(amount_centavos), 0) as due from meuplano_refund
                       where account_id = a.id and state in ('due', 'sending', 'unknown')) r
  cross join lateral (select -coalesce(sum(amount_centavos), 0) as due from meuplano_ledgerentry
                       where account_id = a.id and book = 'to_refund') e
 where r.due <> e.due
union all
select format('account %s: refund %s of %s centavos was paid out as %s', r.account_id, r.id, r.amount_centavos, p.amount_centavos)
  from meuplano_refund r left join meuplano_payment p on p.account_id = r.account_id and p.id = r.payment_id
 where r.state = 'paid' and p.amount_centavos is distinct from -r.amount_centavos
union all
select format('account %s: refund %s is %s, and its task is %s', r.account_id, r.id, r.state,
              case when t.done_at is null then 'open' else 'done' end)
  from meuplano_refund r join meuplano_task t on t.id = r.task_id
 where (r.state in ('paid', 'dropped')) <> (t.done_at is not null)
