-- I13: nothing "started" or "unknown" is older than its limit: an hour for what is being done, a day for what is asked.
select format('account %s: charge %s is "%s" since %s', c.account_id, c.key, c.state, coalesce(c.asked_at, c.made_at))
  from meuplano_charge c, checked
 where c.state in ('to_send', 'sending') and coalesce(c.asked_at, c.made_at) < checked.at - interval '1 hour'
   and not exists (select 1 from meuplano_banktitle t where t.account_id = c.account_id and t.charge_id = c.id)
    or c.state = 'unknown' and c.made_at < checked.at - interval '1 day'
union all
select format('account %s: refund %s is "%s" since %s', r.account_id, r.id, r.state, r.sent_at)
  from meuplano_refund r, checked
 where r.state in ('sending', 'unknown') and r.sent_at < checked.at - interval '1 day'
union all
select format('notice %s is "%s" since %s', n.id, n.state, n.received_at)
  from meuplano_notice n, checked
 where n.state = 'received' and n.received_at < checked.at - interval '1 hour'
union all
select format('account %s: title %s was sent to the bank and not answered since %s', t.account_id, t.number, r.made_at)
  from meuplano_banktitle t join meuplano_titlecommand c on c.account_id = t.account_id and c.title_id = t.id
  join meuplano_remittance r on r.id = c.remittance_id, checked
 where t.state = 'sent' and c.verb = 'entry' and c.state = 'sent' and r.made_at < checked.at - interval '7 days'
union all
select format('return file %s is not read since %s', b.id, b.received_at)
  from meuplano_bankreturn b, checked where b.state = 'received' and b.received_at < checked.at - interval '1 day'
