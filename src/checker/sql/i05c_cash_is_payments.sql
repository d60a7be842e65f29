-- I5: the cash that the ledger knows of a payment is its amount; of an account, its payments less what was paid out.
select format('account %s: payment %s of %s centavos is %s of cash',
              p.account_id, p.id, p.amount_centavos, coalesce(sum(e.amount_centavos), 0))
  from meuplano_payment p
  left join meuplano_ledgerentry e on e.account_id = p.account_id and e.payment_id = p.id and e.book = 'cash'
  join meuplano_receipt r on r.id = p.receipt_id
 where r.method <> 'retention'
 group by p.id having p.amount_centavos <> coalesce(sum(e.amount_centavos), 0)
union all
select format('account %s: %s centavos of cash came from no payment', account_id, sum(amount_centavos))
  from meuplano_ledgerentry where book = 'cash' and payment_id is null and amount_centavos > 0 group by account_id
union all  -- tax that was withheld is no cash: a book of its own, one proof or payment each, and never fine, interest or credit
select format('account %s: payment %s of %s centavos is %s of tax withheld in the ledger',
              p.account_id, p.id, p.amount_centavos, coalesce(sum(e.amount_centavos), 0))
  from meuplano_payment p join meuplano_receipt r on r.id = p.receipt_id and r.method = 'retention'
  left join meuplano_ledgerentry e on e.account_id = p.account_id and e.payment_id = p.id and e.book = 'retention'
 group by p.id having p.amount_centavos <> coalesce(sum(e.amount_centavos), 0)
union all  -- it has a proof, or the payment that it was withheld from; taken back, what is taken back
select format('account %s: payment %s of tax withheld has no proof of its invoice, or is no principal', p.account_id, p.id)
  from meuplano_payment p join meuplano_receipt r on r.id = p.receipt_id and r.method = 'retention'
  left join meuplano_proof f on f.account_id = p.account_id and f.id = p.proof_id
  left join meuplano_payment w on w.account_id = p.account_id and w.id = p.withheld_from_id
 where p.principal_centavos <> p.amount_centavos
    or p.amount_centavos > 0 and coalesce(f.invoice_id, w.invoice_id) is distinct from p.invoice_id
    or p.amount_centavos < 0 and not exists (
         select 1 from meuplano_payment t join meuplano_receipt s on s.id = t.receipt_id
          where t.account_id = p.account_id and t.invoice_id = p.invoice_id and t.amount_centavos = -p.amount_centavos
            and s.gateway = r.gateway and s.external_id = r.reverses)
union all
select format('account %s: %s centavos of tax withheld came from no payment', account_id, sum(amount_centavos))
  from meuplano_ledgerentry where book = 'retention' and payment_id is null group by account_id
