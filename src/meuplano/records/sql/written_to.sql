-- Who answers for an account, and the e-mail addresses that are written to about its money.
select u.email, u.name, b.finance_emails
from meuplano_member m
join meuplano_user u on u.id = m.user_id
left join meuplano_billingdetails b on b.account_id = m.account_id
where m.account_id = %(account)s and m.is_owner
