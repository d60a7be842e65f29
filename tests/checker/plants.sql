-- Damage to a right world: after `-- I5: words`, the statement, and words that the checker must say of it.
-- {account}, {other}: two accounts; {invoice}: a paid order's invoice of the first one.

-- I1: sum to 1 c
update meuplano_ledgerentry set amount_centavos = amount_centavos + 1
  where id = (select min(id)
  from meuplano_ledgerentry);

-- I1: legs of 2 accounts
update meuplano_ledgerentry set account_id = {other}
  where id = (select min(id)
  from meuplano_ledgerentry);

-- I2: lines
update meuplano_invoiceline set amount_centavos = amount_centavos + 1 where invoice_id = {invoice};

-- I2: in the ledger 0
delete from meuplano_ledgerentry where invoice_id = {invoice} and why = 'invoice.issued';

-- I3: made 0 payments
delete
  from meuplano_payment
  where id = (select max(id)
  from meuplano_payment
  where credit_centavos = 0);

-- I3: its receipt payment
update meuplano_payment set amount_centavos = amount_centavos + 1, principal_centavos = principal_centavos + 1
  where id = (select min(id)
  from meuplano_payment);

-- I3: no task says so
insert into meuplano_receipt (gateway, external_id, kind, amount_centavos, paid_on, method, charge_key, reverses, known_at, matched, settled_by)
  values ('fake', 'pay_x', 'payment', 5, '2027-04-01', 'pix', '', '', now(), false, '');

-- I4: paid and
update meuplano_payment set principal_centavos = principal_centavos + 9999999, amount_centavos = amount_centavos + 9999999
  where id = (select min(id)
  from meuplano_payment);

-- I4: credited 0
delete from meuplano_credit where payment_id is not null;

-- I4: fine and interest
update meuplano_payment set charges_centavos = charges_centavos + 5, principal_centavos = principal_centavos - 5
  where id = (select min(id)
  from meuplano_payment);

-- I5: owed in the ledger
update meuplano_invoice set status = 'open', paid_on = null, paid_centavos = 0 where id = {invoice};

-- I5: but paid
update meuplano_payment set principal_centavos = 0, amount_centavos = 0
  where id = (select min(id)
  from meuplano_payment);

-- I5: is 0 of cash
delete
  from meuplano_ledgerentry
  where book = 'cash' and payment_id = (select min(id)
  from meuplano_payment);

-- I5: credit by its rows
update meuplano_credit set amount_centavos = amount_centavos + 10
  where id = (select min(id)
  from meuplano_credit);

-- I5: its refunds say
update meuplano_credit set refunded_centavos = refunded_centavos - 1 where refunded_centavos > 0;

-- I5: are to go back, the ledger says
update meuplano_refund set state = 'due', payment_id = null where state = 'paid';

-- I5: was paid out as
update meuplano_refund set amount_centavos = amount_centavos - 1 where state = 'paid';

-- I5: and its task is open
update meuplano_task set done_at = null, done_by = '' where kind = 'refund';

-- I5: made 700 of credit
update meuplano_creditnote set amount_centavos = amount_centavos + 1;

-- I5: credit notes of
update meuplano_creditnote set amount_centavos = amount_centavos + 99999999;

-- I5: of invoices written off
update meuplano_ledgerentry set amount_centavos = amount_centavos - 1 where book = 'written_off';

-- I11: which is written off
update meuplano_event set name = 'x' where name = 'invoice.written_off';

-- I11: no event tells of credit note
update meuplano_event set name = 'x' where name = 'credit_note.made';

-- I16: stands for invoice
update meuplano_invoice set kind = 'complement' where instead_of_id is not null;

-- I5: in instalments
insert into meuplano_instalment (account_id, invoice_id, number, due_on, amount_centavos, paid_centavos, status, paid_on, to_withhold_centavos)
  select account_id, id, 1, due_on, total_centavos - credit_centavos + 1, paid_centavos, 'cancelled', null, 0 from meuplano_invoice where id = {invoice};

-- I5: its instalments are paid
insert into meuplano_instalment (account_id, invoice_id, number, due_on, amount_centavos, paid_centavos, status, paid_on, to_withhold_centavos)
  select account_id, id, 1, due_on, total_centavos - credit_centavos, 0, 'cancelled', null, 0
  from meuplano_invoice where id = {invoice};

-- I5: stands for it
insert into meuplano_instalment (account_id, invoice_id, number, due_on, amount_centavos, paid_centavos, status, paid_on, to_withhold_centavos)
  select account_id, id, 1, due_on, total_centavos - credit_centavos, paid_centavos, 'open', null, 0
  from meuplano_invoice where status = 'open';

-- I6: active users for 1 licences
insert into meuplano_licenceentry (account_id, subscription_id, item, "on", now, at_renewal, why)
  select account_id, subscription_id, item, "on", 1, 1, 'renewal'
  from meuplano_licenceentry
  where account_id = {account} and item = 'licence' order by id desc limit 1;

-- I6: users were active
update meuplano_event set data = data || '{{"of": 1}}' where name = 'user.activated';

-- I6: began with 1 licences
update meuplano_event set data = jsonb_set(data, '{{after,licence}}', '1')
  where name = 'period.began' and account_id = {account};

-- I7: the next begins on
alter table meuplano_subscriptionperiod drop constraint periods_never_overlap;
  update meuplano_subscriptionperiod set "end" = "end" + 3
  where account_id = {account};

-- I7: no event says why
update meuplano_subscriptionperiod set "end" = "end" - 3
  where id = (select min(id)
  from meuplano_subscriptionperiod);

-- I7: last one
update meuplano_subscription set period_end = period_end + 1 where account_id = {account};

-- I8: live renewal invoices
drop index one_live_renewal_per_period;
  update meuplano_invoice set status = 'open', period_start = (select min(period_start)
  from meuplano_invoice
  where account_id = {account} and kind = 'renewal')
  where account_id = {account} and kind = 'renewal';

-- I9: numbers
update meuplano_invoice set number = number + 100 where id = {invoice};

-- I9: barcode 1
update meuplano_charge set barcode = '1' where account_id = {account};

-- I9: counted up to 77
update meuplano_account set last_order_number = 77 where id = {account};

-- I10: not 
update meuplano_invoiceline set amount_centavos = amount_centavos + 1 where invoice_id = {invoice};

-- I10: was shown as
update meuplano_invoiceline set quantity = quantity + 1 where invoice_id = {invoice};

-- I10: its period says 1
update meuplano_subscriptionperiod set unit_prices = jsonb_set(unit_prices, '{{licence,net}}', '1');

-- I11: has no author
update meuplano_event set by = '' where id = (select min(id) from meuplano_event);

-- I11: its last event says nothing
delete from meuplano_event where name = 'subscription.suspended';

-- I11: nothing tells of invoice
delete from meuplano_event where name = 'invoice.cancelled';

-- I11: is applied, and no event
delete from meuplano_event where name = 'order.applied';

-- I11: no event tells of payment
delete from meuplano_event where name = 'payment.received';

-- I11: taken back, 0 events
delete from meuplano_event where name = 'payment.reversed';

-- I11: refund 
delete from meuplano_event where name = 'refund.paid';

-- I12: charge → invoice
update meuplano_charge set account_id = {other} where account_id = {account};

-- I13: is "unknown" since
update meuplano_charge set state = 'unknown' where id = (select min(id) from meuplano_charge);

-- I13: is "sending" since
update meuplano_refund set state = 'sending', sent_at = '2027-04-01 12:00Z' where state = 'due';

-- I13: should have gone out
update meuplano_subscription set status = 'active', issue_on = '2027-04-26'
  where account_id = {account};

-- I13: waits though it expired
update meuplano_order set status = 'waiting', ended_on = null
  where id = (select min(id)
  from meuplano_order);

-- I13: step of the ladder
update meuplano_invoice set next_step_on = '2027-04-01' where status = 'open';

-- I14: waits since
insert into meuplano_mail (event_id, kind, "to", subject, text, html, made_at)
  select min(id), 'paid', 'a@b.example', '', '', '', '2027-04-01 12:00Z'
  from meuplano_event;

-- I15: the order adds
update meuplano_licenceentry set now = now + 1 where order_id is not null;

-- I15: added no
delete from meuplano_licenceentry where order_id is not null;

-- I15: begins no period
insert into meuplano_licenceentry (account_id, subscription_id, item, "on", now, at_renewal, why)
  select account_id, subscription_id, 'storage', '2027-04-20', 0, 0, 'slip'
  from meuplano_licenceentry
  where account_id = {account} and item = 'storage' limit 1;

-- I16: its payments say
update meuplano_invoice set paid_centavos = paid_centavos - 1, status = 'open' where id = {invoice};

-- I16: no payment came
update meuplano_charge set state = 'paid'
  where invoice_id in (select id
  from meuplano_invoice
  where status = 'cancelled');

-- I3: waits for a payment that is here
update meuplano_receipt set matched = false where kind = 'reversal';

-- I10: no such period began
update meuplano_order set cycle = 12, unit_prices = '{{}}', replaces = '{{}}',
    price_version_id = (select min(id) from meuplano_priceversion)
  where status = 'applied' and account_id = {account};

-- I10: the order keeps
update meuplano_order set cycle = 12, unit_prices = '{{"licence": {{"net": 1}}}}', replaces = '{{}}',
    price_version_id = (select min(id) from meuplano_priceversion)
  where account_id = {account};

-- I16: its proofs say
update meuplano_subscription set trusted_until = '2027-04-20' where account_id = {account};

-- I5: of tax withheld came from no payment
update meuplano_ledgerentry set book = 'retention', payment_id = null
  where id = (select min(id) from meuplano_ledgerentry where account_id = {account} and book = 'cash');

-- I5: of tax withheld has no proof
update meuplano_receipt set method = 'retention'
  where id = (select min(receipt_id) from meuplano_payment where account_id = {account});

-- I5: of tax withheld in the ledger
update meuplano_receipt set method = 'retention'
  where id = (select min(receipt_id) from meuplano_payment where account_id = {account});

-- I3: is undone, and 0 payments undo it
update meuplano_payment set undone = true where id = (select min(id) from meuplano_payment where amount_centavos > 0);

-- I11: undoes a match
update meuplano_payment set undoes_id = (select min(id) from meuplano_payment where amount_centavos > 0)
  where id = (select min(id) from meuplano_payment where amount_centavos < 0);

-- I3: takes back something else
update meuplano_payment u set undoes_id = p.id from meuplano_payment p
  where p.account_id = u.account_id and p.amount_centavos > 0 and u.amount_centavos < 0;

-- I5: to withhold, its rates say
update meuplano_invoice set to_withhold_centavos = 1 where status = 'open';
