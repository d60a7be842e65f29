-- I5: invoiced = paid + open + covered by credit + taken back, per account, each sum made from other rows.
with sums as (
  select a.id,
         (select coalesce(sum(total_centavos), 0) from meuplano_invoice i where i.account_id = a.id) as invoiced,
         (select coalesce(sum(principal_centavos), 0) from meuplano_payment p where p.account_id = a.id) as paid,
         (select coalesce(sum(amount_centavos), 0) from meuplano_credituse u
           where u.account_id = a.id and u.returned_on is null) as credited,
         (select coalesce(sum(total_centavos - credit_centavos - paid_centavos), 0) from meuplano_invoice i
           where i.account_id = a.id and i.status = 'open') as open,
         (select coalesce(sum(total_centavos - credit_centavos - paid_centavos), 0) from meuplano_invoice i
           where i.account_id = a.id and i.status in ('cancelled', 'replaced', 'written_off')) as cancelled
    from meuplano_account a
)
select format('account %s: invoiced %s, but paid %s + credit %s + open %s + taken back %s',
              id, invoiced, paid, credited, open, cancelled)
  from sums where invoiced <> paid + credited + open + cancelled
