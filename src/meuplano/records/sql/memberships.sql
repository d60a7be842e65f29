-- Where a person belongs: the accounts they own first, then by name.
select {m}, {a}
from meuplano_member m
join meuplano_account a on a.id = m.account_id
where m.user_id = %(user)s and m.invited_until is null
order by m.is_owner desc, a.name
