-- I8: at most one live renewal and one live complement for each subscription and period. A longer cycle may begin on the
-- first day of a month: then two periods, and their complements, begin on one day.
select format('account %s: %s live %s invoices for the period of %s', account_id, count(*), kind, period_start)
  from meuplano_invoice
 where kind in ('renewal', 'complement') and status in ('open', 'paid', 'written_off')
 group by account_id, subscription_id, period_start, kind, case when kind = 'complement' then period_end end having count(*) > 1
