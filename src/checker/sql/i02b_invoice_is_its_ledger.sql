-- I2: what the ledger says was invoiced is the invoice's total.
select format('account %s, invoice %s: total %s, in the ledger %s',
              i.account_id, i.number, i.total_centavos, coalesce(sum(e.amount_centavos), 0))
  from meuplano_invoice i
  left join meuplano_ledgerentry e
    on e.account_id = i.account_id and e.invoice_id = i.id and e.book = 'receivable' and e.why = 'invoice.issued'
 group by i.id having i.total_centavos <> coalesce(sum(e.amount_centavos), 0)
