-- I4: principal and credit never exceed an invoice's total; parts of a payment are its amount and of one sign.
with taken as (
  select i.id, i.account_id, i.number, i.total_centavos,
         (select coalesce(sum(p.principal_centavos), 0) from meuplano_payment p
           where p.account_id = i.account_id and p.invoice_id = i.id) as paid,
         (select coalesce(sum(u.amount_centavos), 0) from meuplano_credituse u
           where u.account_id = i.account_id and u.invoice_id = i.id and u.returned_on is null) as credit,
         (select coalesce(sum(p.charges_centavos), 0) from meuplano_payment p
           where p.account_id = i.account_id and p.invoice_id = i.id) as charges
    from meuplano_invoice i
)
select format('account %s, invoice %s: total %s, but %s paid and %s of credit used', account_id, number, total_centavos, paid, credit)
  from taken where paid + credit > total_centavos or paid < 0
union all
select format('account %s, invoice %s: fine and interest of %s', account_id, number, charges) from taken where charges < 0
union all
select format('account %s: payment %s is not the sum of its parts', account_id, id)
  from meuplano_payment
 where amount_centavos <> principal_centavos + charges_centavos + credit_centavos
    or least(principal_centavos, charges_centavos, credit_centavos) < 0
   and greatest(principal_centavos, charges_centavos, credit_centavos) > 0
