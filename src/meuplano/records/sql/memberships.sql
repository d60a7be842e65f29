-- Where a person belongs: the accounts they own first, then by name; and for whoever reads the account's requests how
-- many have an answer that this person has not read, and how many are not over.
select {m}, {a}, q.unread, q.going_on
from meuplano_member m
join meuplano_account a on a.id = m.account_id
left join lateral (
  select count(*) filter (where r.last_answer > coalesce(x.last_message, 0)) as unread,
    count(*) filter (where r.status <> 'resolved') as going_on
  from meuplano_supportrequest r
  left join meuplano_requestreading x
    on x.account_id = r.account_id and x.request_id = r.id and x.user_id = m.user_id
  where r.account_id = m.account_id
) q on m.is_owner or m.is_billing_contact
where m.user_id = %(user)s and m.invited_until is null
order by m.is_owner desc, a.name
