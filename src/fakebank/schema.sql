-- The bank's own books. Whoever checks the customer's system reads them from outside (SQLite, WAL): amounts are integer
-- centavos, days are ISO dates of the bank's calendar (São Paulo), *_at are machine instants in UTC.
--
-- What came in:  select p.id, c.key, p.amount, p.paid_on from payments p left join charges c on c.id = p.charge
--                where p.told_on is not null
-- What went out: select r.id, p.charge, r.amount, r.made_on, r.why from refunds r join payments p on p.id = r.payment
-- A payment with told_on null is a boleto that the customer will hear of on the next business day.

create table if not exists settings (
    name  text primary key,               -- 'prefix' of every id of these books; 'today', the bank's day
    value text not null
) strict;

create table if not exists charges (
    number      integer primary key,      -- running; also the nosso número
    id          text not null unique,     -- 'ch_<prefix>_000001'
    key         text not null unique,     -- the customer's own name for it: one key, one charge, however often it is sent
    request     text not null,            -- JSON of what was asked, keys sorted: the same key for other money is refused
    method      text not null check (method in ('boleto', 'pix', 'card')),
    amount      integer not null check (amount between 1 and 9999999999),
    description text not null,
    payer       text not null,
    due_on      text,                     -- boleto: the printed date
    pay_until   text not null,            -- last day on which it can be paid
    status      text not null check (status in ('open', 'paid', 'declined', 'cancelled', 'expired', 'reversed')),
    linha       text,                     -- boleto: what is printed now (every version is in `codes`)
    brcode      text,                     -- Pix, and boleto with a Pix beside it
    page        text not null unique,     -- unguessable end of the address of its page
    return_url  text not null,
    keep_card   integer not null check (keep_card in (0, 1)),
    instalments integer not null check (instalments = 1 or (method = 'card' and instalments between 2 and 12)),
    waits_for   text references cards (token),  -- the card that must pass 3-D Secure now
    fault       text,                     -- what the bank will do wrong with it
    decline     text,                     -- code of the refusal that ended it
    created_on  text not null,
    created_at  text not null
) strict;

create table if not exists codes (        -- every barcode ever given out: an old paper still pays its charge
    barcode text primary key,
    charge  text not null references charges (id),
    due_on  text not null
) strict;

create table if not exists cards (        -- never a number: what a real bank would tell its customer
    token   text primary key,
    brand   text not null,
    last4   text not null,
    expires text not null,                -- 'YYYY-MM'
    manner  text not null,                -- how it behaves when charged again (cards.MANNERS)
    kept    integer not null check (kept in (0, 1))  -- 1: may be charged again
) strict;

create table if not exists attempts (     -- each card tried, accepted or not
    number  integer primary key,
    charge  text not null references charges (id),
    card    text not null references cards (token),
    outcome text not null,                -- 'accepted' or the code of the refusal
    on_day  text not null
) strict;

create table if not exists payments (
    number  integer primary key,
    id      text not null unique,         -- 'pay_<prefix>_000001'
    charge  text references charges (id), -- null: money that names no charge
    amount  integer not null check (amount > 0),
    method  text not null,
    paid_on text not null,                -- the payer's day
    told_on text,                         -- the day on which the customer can know of it; null: not yet
    card    text references cards (token),
    fee     integer not null              -- centavos that the bank keeps
) strict;

create table if not exists refunds (
    number  integer primary key,
    id      text not null unique,         -- 'ref_<prefix>_000001'
    payment text not null references payments (id),
    key     text unique,                  -- the customer's, when it asked; null when the bank took the money back
    amount  integer not null check (amount > 0),
    made_on text not null,
    why     text not null check (why in ('refund', 'reversal'))
) strict;

create table if not exists events (       -- what the customer is told, in this order
    number     integer primary key,
    id         text not null unique,      -- 'evt_<prefix>_000001'
    charge     text references charges (id),
    body       text not null,             -- the JSON that is signed and sent, always the same bytes
    created_at text not null
) strict;

create table if not exists deliveries (   -- one for each time that an event is to be sent
    number    integer primary key,
    event     text not null references events (id),
    held      text check (held in ('until the next day', 'until the next event')),
    due       real not null,              -- seconds since 1970
    forge     integer not null default 0, -- so many times with a bad signature first
    tries     integer not null default 0,
    status    text not null default 'waiting' check (status in ('waiting', 'delivered', 'given up')),
    answer    text                        -- the last one: an HTTP status, or why there was none
) strict;
create index if not exists deliveries_due on deliveries (due) where status = 'waiting' and held is null;

create table if not exists ordered_faults (  -- asked for at /control/faults, used up one by one
    number   integer primary key,
    fault    text not null,
    command  text not null,               -- charge, fetch, cancel, refund, due-date, events
    key      text,                        -- only for this charge
    times    integer not null
) strict;

create table if not exists met_faults (   -- a magic amount breaks the answer to its key once
    key   text not null,
    fault text not null,
    primary key (key, fault)
) strict;

-- Collection by files (CNAB 240): what came, what is registered, what is told back.

create table if not exists remittances (
    number      integer primary key,
    nsa         integer not null unique,  -- of the file: the same number again is refused
    content     blob not null,
    received_on text not null
) strict;

create table if not exists titles (
    number       integer primary key,
    place        text not null unique,    -- the twenty positions of the nosso número, as they came
    own          text not null,           -- the company's field (196-220), given back as it came
    document     text not null,
    payer        text not null,
    amount       integer not null,
    due_on       text not null,
    fine         integer not null,        -- hundredths of a percent
    interest     integer not null,        -- hundredths of a percent a month
    daily        integer not null,        -- centavos of interest a day, instead of that rate
    days         integer,                 -- written off so many days after the due date; null: never
    status       text not null check (status in ('open', 'paid', 'written off')),
    registered_on text not null
) strict;

create table if not exists title_payments (
    number  integer primary key,
    title   integer not null references titles (number),
    amount  integer not null,
    late    integer not null,             -- of the amount, fine and interest
    paid_at text not null,                -- bank (3), agency (5) and its digit that took the money; '' this bank
    paid_on text not null,
    told_on text
) strict;

create table if not exists told (         -- what the next return says; place and own as the title has them
    number   integer primary key,
    movement text not null,
    reasons  text not null,
    place    text not null,
    own      text not null,
    document text not null,
    due_on   text not null,
    amount   integer not null,
    late     integer not null,
    paid     integer not null,
    fee      integer not null,
    paid_at  text not null,               -- as of the payment
    on_day   text not null,
    returned integer references returns (number)
) strict;

create table if not exists returns (
    number  integer primary key,          -- also its sequence number (NSA)
    made_on text not null,
    content blob not null
) strict;
