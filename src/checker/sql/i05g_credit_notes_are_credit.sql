-- I5: a credit note is the credits that it made, of an invoice that was paid and never more than it; the ledger agrees.
select format('account %s: credit note %s of %s centavos made %s of credit', n.account_id, n.number, n.amount_centavos,
              coalesce(sum(c.amount_centavos), 0))
  from meuplano_creditnote n left join meuplano_credit c on c.account_id = n.account_id and c.note_id = n.id
 group by n.id having n.amount_centavos <> coalesce(sum(c.amount_centavos), 0)
union all
select format('account %s, invoice %s of %s centavos: credit notes of %s', i.account_id, i.number, i.total_centavos, sum(n.amount_centavos))
  from meuplano_creditnote n join meuplano_invoice i on i.account_id = n.account_id and i.id = n.invoice_id
 group by i.id having sum(n.amount_centavos) > i.total_centavos
union all
select format('account %s: credit notes of %s centavos, %s in the ledger', a.id, n.noted, e.noted)
  from meuplano_account a
  cross join lateral (select coalesce(sum(amount_centavos), 0) as noted from meuplano_creditnote where account_id = a.id) n
  cross join lateral (select coalesce(sum(amount_centavos), 0) as noted from meuplano_ledgerentry
                       where account_id = a.id and book = 'revenue' and why = 'credit_note.made') e
 where n.noted <> e.noted
