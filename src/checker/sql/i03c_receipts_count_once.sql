-- I3: each receipt that was matched did its work exactly once; one that fits nothing did none and waits for a person.
select format('receipt %s %s of %s centavos made %s payments', r.gateway, r.external_id, r.amount_centavos, count(p.id))
  from meuplano_receipt r left join meuplano_payment p on p.receipt_id = r.id
 where r.settled_by = '' group by r.id having count(p.id) <> (case when r.matched then 1 else 0 end)
union all
select format('receipt %s %s of %s centavos was settled by %s in %s payments',
              r.gateway, r.external_id, r.amount_centavos, r.settled_by, count(p.id))
  from meuplano_receipt r left join meuplano_payment p on p.receipt_id = r.id
 where r.settled_by <> '' group by r.id having count(p.id) > 1
union all
select format('account %s: payment %s is %s centavos, its receipt %s %s',
              p.account_id, p.id, p.amount_centavos, r.kind, r.amount_centavos)
  from meuplano_payment p join meuplano_receipt r on r.id = p.receipt_id
 where p.amount_centavos <> (case when r.kind = 'reversal' then -r.amount_centavos else r.amount_centavos end)
union all
select format('receipt %s %s is kept %s times', gateway, external_id, count(*))
  from meuplano_receipt group by gateway, external_id having count(*) > 1
union all
select format('receipt %s %s fits nothing, and no task says so', r.gateway, r.external_id)
  from meuplano_receipt r
 where not r.matched
   and not exists (select 1 from meuplano_event e where e.name = 'receipt.unmatched' and (e.data ->> 'receipt')::bigint = r.id)
union all
select format('reversal %s waits for a payment that is here', r.external_id)
  from meuplano_receipt r
 where r.kind = 'reversal' and not r.matched and r.settled_by = ''
   and exists (select 1 from meuplano_receipt p join meuplano_payment q on q.receipt_id = p.id
                where p.gateway = r.gateway and p.external_id = r.reverses and p.amount_centavos = r.amount_centavos)
