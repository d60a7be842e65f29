-- I5: what is withheld by an account's rates is those rates of the invoice's services, each tax rounded half up once.
with taxed as (
  select i.id, i.account_id, i.number, i.status, i.instalment, i.to_withhold_centavos,
         (select coalesce(sum((2 * greatest(s.services, 0) * (i.billing ->> t.tax)::bigint + 10000) / 20000), 0)
            from unnest(array['iss', 'irrf', 'pcc', 'inss']) as t (tax)) as tax
    from meuplano_invoice i
   cross join lateral (select coalesce(sum(l.amount_centavos), 0)::bigint as services from meuplano_invoiceline l
                        where l.account_id = i.account_id and l.invoice_id = i.id and l.kind <> 'late_charges') s
), kept as (
  select t.*, (select coalesce(sum(p.amount_centavos), 0) from meuplano_payment p
                where p.account_id = t.account_id and p.invoice_id = t.id and p.withheld_from_id is not null
                  and not exists (select 1 from meuplano_receipt r join meuplano_receipt b on b.id = p.receipt_id
                                   where r.gateway = b.gateway and r.kind = 'reversal' and r.reverses = b.external_id)) as withheld,
         case when t.instalment = 0 then t.to_withhold_centavos
              else (select coalesce(sum(n.to_withhold_centavos), 0) from meuplano_instalment n
                     where n.account_id = t.account_id and n.invoice_id = t.id and n.status = 'open') end as expected
    from taxed t
)
select format('account %s, invoice %s: %s of tax withheld, its rates say %s', account_id, number, withheld, tax)
  from kept where withheld > tax
union all
select format('account %s, invoice %s: %s of tax withheld and %s to withhold, its rates say %s', account_id, number, withheld, expected, tax)
  from kept where status = 'open' and withheld + expected > tax
union all
select format('account %s, invoice %s: its instalment says %s to withhold, it %s', k.account_id, k.number, n.to_withhold_centavos, k.to_withhold_centavos)
  from kept k join meuplano_instalment n on n.account_id = k.account_id and n.invoice_id = k.id and n.number = k.instalment
 where k.status = 'open' and n.to_withhold_centavos <> k.to_withhold_centavos
