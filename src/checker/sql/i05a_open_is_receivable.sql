-- I5: what is open of an invoice is what the ledger says is owed on it; nothing is owed on one that is paid or dead.
with asked as (
  select i.account_id, i.number, i.status,
         case when i.status = 'open' then i.total_centavos - i.credit_centavos - i.paid_centavos else 0 end as open,
         (select coalesce(sum(e.amount_centavos), 0) from meuplano_ledgerentry e
           where e.account_id = i.account_id and e.invoice_id = i.id and e.book = 'receivable') as owed
    from meuplano_invoice i
)
select format('account %s, invoice %s (%s): %s open, %s owed in the ledger', account_id, number, status, open, owed)
  from asked where open <> owed
