-- I3: each receipt that was matched did its work exactly once; one that fits nothing did none and waits for a person.
select format('receipt %s %s of %s centavos made %s payments', r.gateway, r.external_id, r.amount_centavos, count(p.id))
  from meuplano_receipt r
  left join meuplano_payment p on p.receipt_id = r.id and not p.undone and p.undoes_id is null
 where r.settled_by = '' group by r.id having count(p.id) <> (case when r.matched then 1 else 0 end)
union all
select format('receipt %s %s of %s centavos was settled by %s in %s payments',
              r.gateway, r.external_id, r.amount_centavos, r.settled_by, count(p.id))
  from meuplano_receipt r
  left join meuplano_payment p on p.receipt_id = r.id and not p.undone and p.undoes_id is null
 where r.settled_by <> '' group by r.id having count(p.id) > 1
union all
select format('account %s: payment %s is %s centavos, its receipt %s %s',
              p.account_id, p.id, p.amount_centavos, r.kind, r.amount_centavos)
  from meuplano_payment p join meuplano_receipt r on r.id = p.receipt_id
 where p.amount_centavos <> (case when r.kind = 'reversal' or p.undoes_id is not null then -r.amount_centavos else r.amount_centavos end)
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
                where p.gateway = r.gateway and p.external_id = r.reverses and p.amount_centavos = r.amount_centavos
                  and not q.undone and q.undoes_id is null)
union all  -- a match that was undone is taken back by one payment, of the same receipt, invoice and parts
select format('account %s: payment %s is %s, and %s payments undo it', p.account_id, p.id,
              case when p.undone then 'undone' else 'not undone' end, count(u.id))
  from meuplano_payment p
  left join meuplano_payment u on u.account_id = p.account_id and u.undoes_id = p.id
 group by p.id having count(u.id) <> (case when p.undone then 1 else 0 end)
union all
select format('account %s: payment %s undoes %s, and takes back something else', u.account_id, u.id, p.id)
  from meuplano_payment u join meuplano_payment p on p.account_id = u.account_id and p.id = u.undoes_id
 where (u.receipt_id, u.invoice_id, u.instalment_id, -u.principal_centavos, -u.charges_centavos, -u.credit_centavos)
       is distinct from
       (p.receipt_id, p.invoice_id, p.instalment_id, p.principal_centavos, p.charges_centavos, p.credit_centavos)
