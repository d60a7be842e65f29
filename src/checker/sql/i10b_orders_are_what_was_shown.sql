-- I10: an order's invoice is the summary that was confirmed, line by line, and the total.
select format('account %s, order %s: %s was shown, %s invoiced', o.account_id, o.number, o.quote ->> 'total', i.total_centavos)
  from meuplano_order o join meuplano_invoice i on i.account_id = o.account_id and i.id = o.invoice_id
 where (o.quote ->> 'total')::bigint <> i.total_centavos
union all
select format('account %s, order %s: line %s was shown as %s, invoiced as %s',
              o.account_id, o.number, shown.position, shown.line ->> 'amount', l.amount_centavos)
  from meuplano_order o
  cross join lateral jsonb_array_elements(o.quote -> 'lines') with ordinality as shown (line, position)
  left join meuplano_invoiceline l
    on l.account_id = o.account_id and l.invoice_id = o.invoice_id and l.position = shown.position
 where (shown.line ->> 'item', shown.line ->> 'kind', (shown.line ->> 'quantity')::int, (shown.line ->> 'unit')::bigint,
        (shown.line ->> 'days')::int, (shown.line ->> 'of_days')::int, (shown.line ->> 'amount')::bigint)
       is distinct from (l.item, l.kind, l.quantity, l.unit_centavos, l.days, l.of_days, l.amount_centavos)
