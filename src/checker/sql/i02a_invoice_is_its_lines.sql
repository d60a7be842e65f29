-- I2: an invoice's total is the sum of its lines.
select format('account %s, invoice %s: total %s, lines %s',
              i.account_id, i.number, i.total_centavos, coalesce(sum(l.amount_centavos), 0))
  from meuplano_invoice i
  left join meuplano_invoiceline l on l.account_id = i.account_id and l.invoice_id = i.id
 group by i.id having i.total_centavos <> coalesce(sum(l.amount_centavos), 0)
