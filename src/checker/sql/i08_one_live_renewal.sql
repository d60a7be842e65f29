-- I8: at most one live renewal and one live complement for each subscription and period.
select format('account %s: %s live %s invoices for the period of %s', account_id, count(*), kind, period_start)
  from meuplano_invoice
 where kind in ('renewal', 'complement') and status in ('open', 'paid', 'written_off')
 group by account_id, subscription_id, period_start, kind having count(*) > 1
