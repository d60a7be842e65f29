-- I10: a renewal's and a complement's lines carry the unit prices that their period keeps: those of its invoice, where
-- a courtesy or a moved due day makes them others than those of additions.
select format('account %s, invoice %s: %s at %s, its period says %s',
              i.account_id, i.number, l.item, l.unit_centavos,
              coalesce(nullif(p.invoiced_prices, 'null'), p.unit_prices) -> l.item ->> 'net')
  from meuplano_invoice i
  join meuplano_invoiceline l on l.account_id = i.account_id and l.invoice_id = i.id and l.kind = 'charge'
  join meuplano_subscriptionperiod p
    on p.account_id = i.account_id and p.subscription_id = i.subscription_id and p.start = i.period_start
 where i.kind in ('renewal', 'complement') and i.status in ('open', 'paid', 'written_off')
   and (coalesce(nullif(p.invoiced_prices, 'null'), p.unit_prices) -> l.item ->> 'net')::bigint is distinct from l.unit_centavos
   and (i.kind = 'renewal' or (p.unit_prices -> l.item ->> 'net')::bigint is distinct from l.unit_centavos)
   and not exists (select 1 from meuplano_order o  -- a longer cycle took the place of the period on its first day
                    where o.account_id = p.account_id and o.subscription_id = p.subscription_id
                      and o.status = 'applied' and o.cycle is not null and o.agreed_on = p.start)
