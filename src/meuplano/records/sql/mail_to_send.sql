-- A mail that was neither sent nor dropped, held until this transaction ends; nothing while another one sends it.
select {m}
from meuplano_mail m
where m.id = %(mail)s and m.sent_at is null and m.dropped_at is null
for no key update skip locked
