-- I10: each line made again from its stored inputs is the same: quantity × unit × days ÷ days, rounded half up once.
with again as (
  select l.*, (case when kind in ('unused', 'prepaid', 'already_paid', 'discount') then -1 else 1 end)
              * ((2 * quantity * unit_centavos * days + of_days) / (2 * of_days)) as amount
    from meuplano_invoiceline l
)
select format('account %s, invoice %s, line %s: %s × %s × %s ÷ %s is %s, not %s',
              account_id, invoice_id, position, quantity, unit_centavos, days, of_days, amount, amount_centavos)
  from again where amount <> amount_centavos
union all
select format('account %s, invoice %s, line %s: %s with the discount, %s without',
              account_id, invoice_id, position, unit_centavos, full_unit_centavos)
  from meuplano_invoiceline where unit_centavos > full_unit_centavos
