-- I14: a message is written once for each event and person, and sent within a day; a gateway is asked once for a key.
select format('event %s is told %s times to the same person as %s', event_id, count(*), kind)
  from meuplano_mail group by event_id, kind, "to" having count(*) > 1
union all
select format('mail %s (%s) waits since %s', m.id, m.kind, m.made_at)
  from meuplano_mail m, checked where m.sent_at is null and m.dropped_at is null and m.made_at < checked.at - interval '1 day'
union all
select format('the bank holds %s charges for the key %s', count(*), key) from bank_charge group by key having count(*) > 1
union all
select format('account %s, invoice %s: %s ways of %s can be paid at once', c.account_id, c.invoice_id, count(*), c.method)
  from meuplano_charge c where c.state in ('to_send', 'sending', 'unknown', 'pending') and c.superseded_on is null
 group by c.account_id, c.invoice_id, c.instalment_id, c.method having count(*) > 1
