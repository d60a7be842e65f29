-- I5: the credit that an account has in the ledger is what its credits hold less what is used of them, kind by kind.
with rows as (
  select c.account_id, c.kind,
         sum(c.amount_centavos - c.taken_back_centavos - c.refunded_centavos
             - (select coalesce(sum(u.amount_centavos), 0) from meuplano_credituse u
                 where u.account_id = c.account_id and u.credit_id = c.id and u.returned_on is null)) as left_over
    from meuplano_credit c group by c.account_id, c.kind
), books as (
  select account_id, case book when 'credit' then 'refundable' else 'courtesy' end as kind, -sum(amount_centavos) as left_over
    from meuplano_ledgerentry where book in ('credit', 'courtesy_credit') group by account_id, book
)
select format('account %s: %s centavos of %s credit by its rows, %s by the ledger',
              account_id, coalesce(r.left_over, 0), kind, coalesce(b.left_over, 0))
  from rows r full join books b using (account_id, kind) where coalesce(r.left_over, 0) <> coalesce(b.left_over, 0)
union all
select format('account %s: credit %s is used for more than it holds', c.account_id, c.id)
  from meuplano_credit c join meuplano_credituse u on u.account_id = c.account_id and u.credit_id = c.id and u.returned_on is null
 group by c.id having sum(u.amount_centavos) > c.amount_centavos - c.taken_back_centavos - c.refunded_centavos
