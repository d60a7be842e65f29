-- I5: the debts that the ledger gave up are what nobody paid of the invoices that are written off.
select format('account %s: %s centavos of invoices written off, %s in the ledger', a.id, i.given_up, e.given_up)
  from meuplano_account a
  cross join lateral (select coalesce(sum(total_centavos - credit_centavos - paid_centavos), 0) as given_up
                        from meuplano_invoice where account_id = a.id and status = 'written_off') i
  cross join lateral (select coalesce(sum(amount_centavos), 0) as given_up from meuplano_ledgerentry
                       where account_id = a.id and book = 'written_off') e
 where i.given_up <> e.given_up
