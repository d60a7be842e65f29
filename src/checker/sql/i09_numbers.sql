-- I9: numbers of invoices and orders run from 1 without gaps, once each; so are the gateway's charges and codes unique.
select format('account %s: %s invoices, numbers %s to %s, counted up to %s',
              a.id, count(i.id), min(i.number), max(i.number), a.last_invoice_number)
  from meuplano_account a left join meuplano_invoice i on i.account_id = a.id
 group by a.id
having count(i.id) <> a.last_invoice_number
    or count(distinct i.number) <> count(i.id)
    or coalesce(max(i.number), 0) <> a.last_invoice_number
    or min(i.number) <> 1
union all
select format('account %s: %s orders, numbered up to %s, counted up to %s', a.id, count(o.id), max(o.number), a.last_order_number)
  from meuplano_account a left join meuplano_order o on o.account_id = a.id
 group by a.id
having count(distinct o.number) <> a.last_order_number or coalesce(max(o.number), 0) <> a.last_order_number
union all
select format('%s''s charge %s is of %s rows', gateway, external_id, count(*))
  from meuplano_charge where external_id <> '' group by gateway, external_id having count(*) > 1
union all
select format('barcode %s is of %s charges', barcode, count(*))
  from meuplano_charge where barcode <> '' group by barcode having count(*) > 1
union all
select format('charge key %s is of %s rows', key, count(*)) from meuplano_charge group by key having count(*) > 1
union all
select format('nosso número %s of agreement %s is of %s titles', number, agreement_id, count(*))
  from meuplano_banktitle where number <> '' group by agreement_id, number having count(*) > 1
union all
select format('agreement %s: %s files, numbered up to %s, counted up to %s', g.id, count(r.id), max(r.nsa), g.last_nsa)
  from meuplano_bankagreement g join meuplano_remittance r on r.agreement_id = g.id
 group by g.id having max(r.nsa) <> g.last_nsa or count(r.id) <> max(r.nsa) - min(r.nsa) + 1
