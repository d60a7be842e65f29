-- I12: no row of one account points to another account's.
with pointers (child, parent, account_id, parent_account) as (
  select 'subscription → card', p.id, c.account_id, p.account_id from meuplano_subscription c left join meuplano_card p on p.id = c.card_id where c.card_id is not null
  union all select 'period → subscription', p.id, c.account_id, p.account_id from meuplano_subscriptionperiod c left join meuplano_subscription p on p.id = c.subscription_id
  union all select 'licence entry → subscription', p.id, c.account_id, p.account_id from meuplano_licenceentry c left join meuplano_subscription p on p.id = c.subscription_id
  union all select 'licence entry → order', p.id, c.account_id, p.account_id from meuplano_licenceentry c left join meuplano_order p on p.id = c.order_id where c.order_id is not null
  union all select 'count → subscription', p.id, c.account_id, p.account_id from meuplano_renewalcount c left join meuplano_subscription p on p.id = c.subscription_id
  union all select 'period → courtesy', p.id, c.account_id, p.account_id from meuplano_subscriptionperiod c left join meuplano_courtesy p on p.id = c.courtesy_id where c.courtesy_id is not null
  union all select 'count → courtesy', p.id, c.account_id, p.account_id from meuplano_renewalcount c left join meuplano_courtesy p on p.id = c.courtesy_id where c.courtesy_id is not null
  union all select 'courtesy → subscription', p.id, c.account_id, p.account_id from meuplano_courtesy c left join meuplano_subscription p on p.id = c.subscription_id
  union all select 'scheduled change → subscription', p.id, c.account_id, p.account_id from meuplano_scheduledchange c left join meuplano_subscription p on p.id = c.subscription_id
  union all select 'invoice → subscription', p.id, c.account_id, p.account_id from meuplano_invoice c left join meuplano_subscription p on p.id = c.subscription_id
  union all select 'invoice line → invoice', p.id, c.account_id, p.account_id from meuplano_invoiceline c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'ladder step → invoice', p.id, c.account_id, p.account_id from meuplano_ladderstep c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'late charge → invoice', p.id, c.account_id, p.account_id from meuplano_latecharge c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'late charge → billed on', p.id, c.account_id, p.account_id from meuplano_latecharge c left join meuplano_invoice p on p.id = c.billed_on_id where c.billed_on_id is not null
  union all select 'ledger → invoice', p.id, c.account_id, p.account_id from meuplano_ledgerentry c left join meuplano_invoice p on p.id = c.invoice_id where c.invoice_id is not null
  union all select 'ledger → payment', p.id, c.account_id, p.account_id from meuplano_ledgerentry c left join meuplano_payment p on p.id = c.payment_id where c.payment_id is not null
  union all select 'order → subscription', p.id, c.account_id, p.account_id from meuplano_order c left join meuplano_subscription p on p.id = c.subscription_id
  union all select 'order → invoice', p.id, c.account_id, p.account_id from meuplano_order c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'order item → order', p.id, c.account_id, p.account_id from meuplano_orderitem c left join meuplano_order p on p.id = c.order_id
  union all select 'charge → invoice', p.id, c.account_id, p.account_id from meuplano_charge c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'bank title → charge', p.id, c.account_id, p.account_id from meuplano_banktitle c left join meuplano_charge p on p.id = c.charge_id
  union all select 'title command → title', p.id, c.account_id, p.account_id from meuplano_titlecommand c left join meuplano_banktitle p on p.id = c.title_id
  union all select 'charge → card', p.id, c.account_id, p.account_id from meuplano_charge c left join meuplano_card p on p.id = c.card_id where c.card_id is not null
  union all select 'payment → invoice', p.id, c.account_id, p.account_id from meuplano_payment c left join meuplano_invoice p on p.id = c.invoice_id where c.invoice_id is not null
  union all select 'payment → what it undoes', p.id, c.account_id, p.account_id from meuplano_payment c left join meuplano_payment p on p.id = c.undoes_id where c.undoes_id is not null
  union all select 'credit → payment', p.id, c.account_id, p.account_id from meuplano_credit c left join meuplano_payment p on p.id = c.payment_id where c.payment_id is not null
  union all select 'credit use → credit', p.id, c.account_id, p.account_id from meuplano_credituse c left join meuplano_credit p on p.id = c.credit_id
  union all select 'credit use → invoice', p.id, c.account_id, p.account_id from meuplano_credituse c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'payment → charge of its receipt', h.id, p.account_id, h.account_id
    from meuplano_payment p join meuplano_receipt r on r.id = p.receipt_id and r.charge_key <> ''
    join meuplano_charge h on h.key = r.charge_key and h.gateway = r.gateway
  union all select 'refund → credit', p.id, c.account_id, p.account_id from meuplano_refund c left join meuplano_credit p on p.id = c.credit_id
  union all select 'refund → payment', p.id, c.account_id, p.account_id from meuplano_refund c left join meuplano_payment p on p.id = c.payment_id where c.payment_id is not null
  union all select 'instalment → invoice', p.id, c.account_id, p.account_id from meuplano_instalment c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'charge → instalment', p.id, c.account_id, p.account_id from meuplano_charge c left join meuplano_instalment p on p.id = c.instalment_id where c.instalment_id is not null
  union all select 'payment → instalment', p.id, c.account_id, p.account_id from meuplano_payment c left join meuplano_instalment p on p.id = c.instalment_id where c.instalment_id is not null
  union all select 'credit → note', p.id, c.account_id, p.account_id from meuplano_credit c left join meuplano_creditnote p on p.id = c.note_id where c.note_id is not null
  union all select 'credit note → invoice', p.id, c.account_id, p.account_id from meuplano_creditnote c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'invoice → instead of', p.id, c.account_id, p.account_id from meuplano_invoice c left join meuplano_invoice p on p.id = c.instead_of_id where c.instead_of_id is not null
  union all select 'approval → invoice', p.id, c.account_id, p.account_id from meuplano_approval c left join meuplano_invoice p on p.id = c.invoice_id where c.invoice_id is not null
  union all select 'request → invoice', p.id, c.account_id, p.account_id from meuplano_supportrequest c left join meuplano_invoice p on p.id = c.invoice_id where c.invoice_id is not null
  union all select 'request → order', p.id, c.account_id, p.account_id from meuplano_supportrequest c left join meuplano_order p on p.id = c.order_id where c.order_id is not null
  union all select 'message → request', p.id, c.account_id, p.account_id from meuplano_message c left join meuplano_supportrequest p on p.id = c.request_id
  union all select 'attachment → message', p.id, c.account_id, p.account_id from meuplano_attachment c left join meuplano_message p on p.id = c.message_id
  union all select 'reading → request', p.id, c.account_id, p.account_id from meuplano_requestreading c left join meuplano_supportrequest p on p.id = c.request_id
  union all select 'proposal → request', p.id, c.account_id, p.account_id from meuplano_proposal c left join meuplano_supportrequest p on p.id = c.request_id
  union all select 'proposal → message', p.id, c.account_id, p.account_id from meuplano_proposal c left join meuplano_message p on p.id = c.message_id
  union all select 'terms accepted → order', p.id, c.account_id, p.account_id from meuplano_termsacceptance c left join meuplano_order p on p.id = c.order_id where c.order_id is not null
  union all select 'proposal → order', p.id, c.account_id, p.account_id from meuplano_proposal c left join meuplano_order p on p.id = c.order_id where c.order_id is not null
  union all select 'proposal → scheduled change', p.id, c.account_id, p.account_id from meuplano_proposal c left join meuplano_scheduledchange p on p.id = c.scheduled_id where c.scheduled_id is not null
  union all select 'proof → invoice', p.id, c.account_id, p.account_id from meuplano_proof c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'trust → invoice', p.id, c.account_id, p.account_id from meuplano_trust c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'trust → subscription', p.id, c.account_id, p.account_id from meuplano_trust c left join meuplano_subscription p on p.id = c.subscription_id
  union all select 'trust → proof', p.id, c.account_id, p.account_id from meuplano_trust c left join meuplano_proof p on p.id = c.proof_id
  union all select 'payment → payment', p.id, c.account_id, p.account_id from meuplano_payment c left join meuplano_payment p on p.id = c.withheld_from_id where c.withheld_from_id is not null
  union all select 'payment → proof', p.id, c.account_id, p.account_id from meuplano_payment c left join meuplano_proof p on p.id = c.proof_id where c.proof_id is not null
  union all select 'fiscal note → invoice', p.id, c.account_id, p.account_id from meuplano_fiscalnote c left join meuplano_invoice p on p.id = c.invoice_id
  union all select 'fiscal note file → note', p.id, c.account_id, p.account_id from meuplano_fiscalnotefile c left join meuplano_fiscalnote p on p.id = c.note_id
  union all select 'approval → proof', p.id, c.account_id, p.account_id from meuplano_approval c left join meuplano_proof p on p.id = c.proof_id where c.proof_id is not null
)
select format('%s: account %s points to row %s of account %s', child, account_id, parent, parent_account)
  from pointers where account_id is distinct from parent_account
