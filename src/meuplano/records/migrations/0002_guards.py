"""What the database itself refuses: figures that do not add up, edited history, more people than licences.

Each function raises with SQLSTATE 23514 and a constraint name, so that Django answers with a named IntegrityError.

Those that read a table have `enable_seqscan = off`: a session keeps the plan that it made while the table was small, and
would go on walking through all of it for each row that is checked, however large it becomes in the meantime.
"""

from django.db import migrations

APPEND_ONLY = [
    "ledgerentry",
    "event",
    "licenceentry",
    "invoiceline",
    "orderitem",
    "planprice",
    "moduleprice",
    "cycleterms",
    "pricenotice",
    "creditnote",
    "message",
    "attachment",
    "termsversion",
    "termsacceptance",
    "proof",
    "fiscalnotefile",
]
NEVER_DELETED = [
    "priceversion",
    "agreedprice",
    "courtesy",
    "invoice",
    "instalment",
    "order",
    "payment",
    "credit",
    "credituse",
    "refund",
    "receipt",
    "charge",
    "notice",
    "banktitle",
    "bankreturn",
    "remittance",
    "approval",
    "supportrequest",
    "proposal",
    "trust",
    "fiscalnote",
]

REFUSE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% keeps its history: % is refused', tg_table_name, tg_op
    using errcode = '23514', constraint = tg_argv[0];
end $$;
"""

LEDGER = """
create function ledger_fact_sums_to_zero() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if (select sum(amount_centavos) from meuplano_ledgerentry where fact = new.fact) <> 0 then
    raise exception 'the legs of fact % do not sum to zero', new.fact
      using errcode = '23514', constraint = 'a_ledger_fact_sums_to_zero';
  end if;
  return null;
end $$;
create constraint trigger a_ledger_fact_sums_to_zero after insert on meuplano_ledgerentry
  deferrable initially deferred for each row execute function ledger_fact_sums_to_zero();
"""

INVOICE = """
create function check_invoice(the_account bigint, the_invoice bigint) returns void
language plpgsql set enable_seqscan = off as $$
declare
  it record;
begin
  -- One statement: this runs for each row of an invoice, and is most of what the renewal run's checks cost.
  select i.total_centavos, i.credit_centavos, i.paid_centavos,
    (select coalesce(sum(amount_centavos), 0) from meuplano_invoiceline
      where account_id = the_account and invoice_id = the_invoice) as lines,
    (select coalesce(sum(amount_centavos), 0) from meuplano_credituse
      where account_id = the_account and invoice_id = the_invoice and returned_on is null) as credit,
    (select coalesce(sum(principal_centavos), 0) from meuplano_payment
      where account_id = the_account and invoice_id = the_invoice) as paid
    into it from meuplano_invoice i where i.account_id = the_account and i.id = the_invoice;
  if not found or (it.lines, it.credit, it.paid) is distinct from (it.total_centavos, it.credit_centavos, it.paid_centavos) then
    raise exception 'invoice % does not add up: lines %, credit %, paid %', the_invoice, it.lines, it.credit, it.paid
      using errcode = '23514', constraint = 'an_invoice_adds_up';
  end if;
end $$;

create function invoice_adds_up() returns trigger language plpgsql as $$
begin
  perform check_invoice(new.account_id, new.id);
  return null;
end $$;

create function invoice_part_adds_up() returns trigger language plpgsql as $$
begin
  if new.invoice_id is not null then
    perform check_invoice(new.account_id, new.invoice_id);
  end if;
  return null;
end $$;

create constraint trigger an_invoice_adds_up after insert or update on meuplano_invoice
  deferrable initially deferred for each row execute function invoice_adds_up();
create constraint trigger an_invoice_adds_up after insert on meuplano_invoiceline
  deferrable initially deferred for each row execute function invoice_part_adds_up();
create constraint trigger an_invoice_adds_up after insert or update on meuplano_payment
  deferrable initially deferred for each row execute function invoice_part_adds_up();
create constraint trigger an_invoice_adds_up after insert or update on meuplano_credituse
  deferrable initially deferred for each row execute function invoice_part_adds_up();

create function invoice_is_fixed() returns trigger language plpgsql as $$
begin
  if (new.account_id, new.number, new.kind, new.subscription_id, new.period_start, new.period_end, new.issued_on, new.total_centavos, new.instead_of_id)
     is distinct from
     (old.account_id, old.number, old.kind, old.subscription_id, old.period_start, old.period_end, old.issued_on, old.total_centavos, old.instead_of_id) then
    raise exception 'invoice %: what was issued is never changed', old.id
      using errcode = '23514', constraint = 'an_issued_invoice_is_fixed';
  end if;
  return new;
end $$;
create trigger an_issued_invoice_is_fixed before update on meuplano_invoice
  for each row execute function invoice_is_fixed();

-- Numbers are fixed and invoices never deleted, so a predecessor for each is enough.
create function numbers_have_no_gaps() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if new.number <> 1 and not exists (
       select 1 from meuplano_invoice where account_id = new.account_id and number = new.number - 1) then
    raise exception 'account %: there is no invoice before %', new.account_id, new.number
      using errcode = '23514', constraint = 'invoice_numbers_have_no_gaps';
  end if;
  return null;
end $$;
create constraint trigger invoice_numbers_have_no_gaps after insert on meuplano_invoice
  deferrable initially deferred for each row execute function numbers_have_no_gaps();
"""

CREDIT = """
create function credit_is_not_overspent() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if (select coalesce(sum(amount_centavos), 0) from meuplano_credituse
       where account_id = new.account_id and credit_id = new.credit_id and returned_on is null)
     > (select amount_centavos - taken_back_centavos - refunded_centavos from meuplano_credit where account_id = new.account_id and id = new.credit_id) then
    raise exception 'credit % is used for more than it holds', new.credit_id
      using errcode = '23514', constraint = 'a_credit_is_never_overspent';
  end if;
  return null;
end $$;
create function credit_is_not_overdrawn() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if (select coalesce(sum(amount_centavos), 0) from meuplano_credituse
       where account_id = new.account_id and credit_id = new.id and returned_on is null)
     > new.amount_centavos - new.taken_back_centavos - new.refunded_centavos then
    raise exception 'credit % is taken back though it is used', new.id
      using errcode = '23514', constraint = 'a_credit_is_never_overspent';
  end if;
  return null;
end $$;
create constraint trigger a_credit_is_never_overspent after update on meuplano_credit
  deferrable initially deferred for each row execute function credit_is_not_overdrawn();
create constraint trigger a_credit_is_never_overspent after insert or update on meuplano_credituse
  deferrable initially deferred for each row execute function credit_is_not_overspent();
"""

CREDIT_NOTES = """
create function note_is_of_what_was_paid() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if (select coalesce(sum(amount_centavos), 0) from meuplano_creditnote
       where account_id = new.account_id and invoice_id = new.invoice_id)
     > (select total_centavos from meuplano_invoice where account_id = new.account_id and id = new.invoice_id) then
    raise exception 'credit notes of invoice % are more than its total', new.invoice_id
      using errcode = '23514', constraint = 'no_more_is_noted_than_was_invoiced';
  end if;
  return null;
end $$;
create constraint trigger no_more_is_noted_than_was_invoiced after insert on meuplano_creditnote
  deferrable initially deferred for each row execute function note_is_of_what_was_paid();
"""

# The columns named after the constraint may change, nothing else.
TERMS_ARE_FIXED = """
create function refuse_other_changes() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - tg_argv[1:] is distinct from to_jsonb(old) - tg_argv[1:] then
    raise exception '% is never edited', tg_table_name using errcode = '23514', constraint = tg_argv[0];
  end if;
  return new;
end $$;
create trigger a_price_list_is_fixed before update on meuplano_priceversion
  for each row execute function refuse_other_changes('a_price_list_is_fixed');
create trigger what_was_agreed_is_fixed before update on meuplano_agreedprice
  for each row execute function refuse_other_changes('what_was_agreed_is_fixed', 'until');
create trigger a_courtesy_is_fixed before update on meuplano_courtesy
  for each row execute function refuse_other_changes('a_courtesy_is_fixed', 'until', 'announce_on');
"""

REQUEST_IS_FIXED = """
create trigger a_request_is_about_one_thing before update on meuplano_supportrequest
  for each row execute function refuse_other_changes('a_request_is_about_one_thing', 'status', 'taken_by_id', 'waits_since',
    'due_on', 'said_at', 'last_answer', 'last_written');
create trigger a_proposal_is_fixed before update on meuplano_proposal
  for each row execute function refuse_other_changes('a_proposal_is_fixed', 'status', 'ended_at', 'order_id', 'scheduled_id');
create trigger a_trust_is_fixed before update on meuplano_trust
  for each row execute function refuse_other_changes('a_trust_is_fixed', 'state', 'decided_by', 'decided_at', 'reason');
create trigger a_fiscal_note_is_fixed before update on meuplano_fiscalnote
  for each row execute function refuse_other_changes('a_fiscal_note_is_fixed', 'state', 'cancelled_by', 'cancelled_at', 'reason');
"""

PAYMENT_IS_FIXED = """
create trigger a_payment_is_fixed before update on meuplano_payment
  for each row execute function refuse_other_changes('a_payment_is_fixed', 'undone');

create function an_undone_match_is_taken_back() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if not new.undone and old.undone or new.undone and not exists (
    select 1 from meuplano_payment p
     where p.account_id = new.account_id and p.undoes_id = new.id and p.receipt_id = new.receipt_id
       and p.invoice_id is not distinct from new.invoice_id and p.instalment_id is not distinct from new.instalment_id
       and (p.amount_centavos, p.principal_centavos, p.charges_centavos, p.credit_centavos)
         = (-new.amount_centavos, -new.principal_centavos, -new.charges_centavos, -new.credit_centavos)) then
    raise exception 'payment % is undone by none that takes it back', new.id
      using errcode = '23514', constraint = 'an_undone_match_is_taken_back';
  end if;
  return null;
end $$;
create constraint trigger an_undone_match_is_taken_back after update of undone on meuplano_payment
  deferrable initially deferred for each row execute function an_undone_match_is_taken_back();

create function what_undoes_marks_it() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if not exists (select 1 from meuplano_payment p
                  where p.account_id = new.account_id and p.id = new.undoes_id and p.undone) then
    raise exception 'payment % undoes one that still stands', new.id
      using errcode = '23514', constraint = 'what_undoes_marks_it';
  end if;
  return null;
end $$;
create constraint trigger what_undoes_marks_it after insert on meuplano_payment
  deferrable initially deferred for each row when (new.undoes_id is not null) execute function what_undoes_marks_it();
"""

# Members are counted against the last entry for licences. Only a live subscription counts: without one nobody is refused.
# "+ 0" keeps the primary key out of it: where a table has no statistics yet (an import), the planner would walk through
# all entries of all accounts from the newest back, for each row that is checked.
LICENCES = """
create function licences_hold_the_active() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  contracted integer;
  active integer;
begin
  select e.now into contracted
    from meuplano_licenceentry e join meuplano_subscription s on s.account_id = e.account_id and s.id = e.subscription_id
   where e.account_id = new.account_id and s.status <> 'cancelled' and e.item = 'licence' order by e.id + 0 desc limit 1;
  if contracted is not null then
    select count(*) into active from meuplano_member where account_id = new.account_id and has_access;
    if active > contracted then
      raise exception 'account %: % active users for % licences', new.account_id, active, contracted
        using errcode = '23514', constraint = 'never_more_active_users_than_licences';
    end if;
  end if;
  return null;
end $$;
create constraint trigger never_more_active_users_than_licences after insert or update of has_access on meuplano_member
  deferrable initially deferred for each row when (new.has_access) execute function licences_hold_the_active();
create constraint trigger never_more_active_users_than_licences after insert on meuplano_licenceentry
  deferrable initially deferred for each row when (new.item = 'licence') execute function licences_hold_the_active();

create function account_keeps_its_owner() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if not exists (select 1 from meuplano_member where account_id = old.account_id and is_owner)
     and exists (select 1 from meuplano_subscription where account_id = old.account_id) then
    raise exception 'account % would have no owner', old.account_id
      using errcode = '23514', constraint = 'an_account_keeps_its_owner';
  end if;
  return null;
end $$;
create constraint trigger an_account_keeps_its_owner after update or delete on meuplano_member
  deferrable initially deferred for each row when (old.is_owner) execute function account_keeps_its_owner();
"""


def history_triggers() -> list[str]:
    append_only = [
        f"create trigger append_only before update or delete on meuplano_{table} "
        f"for each row execute function refuse_change('{table}_is_append_only');"
        for table in APPEND_ONLY
    ]
    never_deleted = [
        f"create trigger never_deleted before delete on meuplano_{table} "
        f"for each row execute function refuse_change('{table}_is_never_deleted');"
        for table in NEVER_DELETED
    ]
    return append_only + never_deleted


class Migration(migrations.Migration):
    dependencies = [("meuplano", "0001_initial")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in [
            REFUSE,
            LEDGER,
            INVOICE,
            CREDIT,
            CREDIT_NOTES,
            TERMS_ARE_FIXED,
            REQUEST_IS_FIXED,
            PAYMENT_IS_FIXED,
            LICENCES,
            *history_triggers(),
        ]
    ]
