-- I13: nothing "started" or "unknown" is older than its limit: an hour for what is being done, a day for what is asked.
select format('account %s: charge %s is "%s" since %s', c.account_id, c.key, c.state, coalesce(c.asked_at, c.made_at))
  from meuplano_charge c, checked
 where c.state in ('to_send', 'sending') and coalesce(c.asked_at, c.made_at) < checked.at - interval '1 hour'
    or c.state = 'unknown' and c.made_at < checked.at - interval '1 day'
union all
select format('account %s: refund %s is "%s" since %s', r.account_id, r.id, r.state, r.sent_at)
  from meuplano_refund r, checked
 where r.state in ('sending', 'unknown') and r.sent_at < checked.at - interval '1 day'
union all
select format('notice %s is "%s" since %s', n.id, n.state, n.received_at)
  from meuplano_notice n, checked
 where n.state = 'received' and n.received_at < checked.at - interval '1 hour'
