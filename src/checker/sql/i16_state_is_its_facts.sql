-- I16: what a row repeats of its facts is what they say whatever their order: sums and last ones, never steps.
select format('account %s, invoice %s: paid %s, its payments say %s', i.account_id, i.number, i.paid_centavos,
              coalesce(sum(p.principal_centavos), 0))
  from meuplano_invoice i left join meuplano_payment p on p.account_id = i.account_id and p.invoice_id = i.id
 group by i.id having i.paid_centavos <> coalesce(sum(p.principal_centavos), 0)
union all
select format('account %s, invoice %s: credit %s, its uses say %s', i.account_id, i.number, i.credit_centavos,
              coalesce(sum(u.amount_centavos), 0))
  from meuplano_invoice i
  left join meuplano_credituse u on u.account_id = i.account_id and u.invoice_id = i.id and u.returned_on is null
 group by i.id having i.credit_centavos <> coalesce(sum(u.amount_centavos), 0)
union all
select format('account %s, invoice %s is %s: total %s, credit %s, paid %s',
              account_id, number, status, total_centavos, credit_centavos, paid_centavos)
  from meuplano_invoice
 where (status = 'paid') <> (total_centavos = credit_centavos + paid_centavos) and status in ('open', 'paid')
union all
select format('account %s: charge %s is paid, and no payment came for its invoice', c.account_id, c.key)
  from meuplano_charge c
 where c.state = 'paid'
   and not exists (select 1 from meuplano_payment p join meuplano_receipt r on r.id = p.receipt_id
                    where p.account_id = c.account_id and r.charge_key in (c.key, '')
                      and p.invoice_id in (  -- its own, or one that was issued in its place
                            with recursive stands as (
                              select c.invoice_id as id
                              union all
                              select n.id from meuplano_invoice n join stands on n.account_id = c.account_id and n.instead_of_id = stands.id)
                            select id from stands))
union all
select format('account %s: %s live subscriptions', account_id, count(*))
  from meuplano_subscription where status <> 'cancelled' group by account_id having count(*) > 1
union all
select format('account %s: late charges of invoice %s are billed on one that is %s', l.account_id, l.invoice_id, i.status)
  from meuplano_latecharge l join meuplano_invoice i on i.account_id = l.account_id and i.id = l.billed_on_id
 where i.status = 'cancelled'
union all
select format('account %s, invoice %s stands for invoice %s, which is %s', n.account_id, n.number, i.number, i.status)
  from meuplano_invoice n join meuplano_invoice i on i.account_id = n.account_id and i.id = n.instead_of_id
 where i.status <> 'replaced' or (n.kind, n.subscription_id, n.period_start) is distinct from (i.kind, i.subscription_id, i.period_start)
union all
select format('account %s: access for a proof until %s, its proofs say %s', s.account_id, s.trusted_until, max(t.until))
  from meuplano_subscription s
  left join meuplano_trust t on t.account_id = s.account_id and t.subscription_id = s.id and t.state <> 'refused'
 group by s.id having s.trusted_until is distinct from max(t.until)
