-- What a person has been handed and what is left, as running totals: one row a person, read and
-- written while their account's row is held. Theirs alone: no log, no count and no lead reads it.
create table wellness_balance (
  account_id uuid primary key references account (id),
  state varchar not null,
  changed_at timestamp with time zone not null
);

-- The same by quarters of an hour for ten days, so that a day can be counted anew when a person
-- changes their time zone.
create table wellness_quarter (
  account_id uuid not null references account (id),
  quarter bigint not null,
  scope varchar(16) not null,
  millis bigint not null,
  primary key (account_id, quarter, scope)
);

-- Categories of which a person is handed nothing until they take it back. No reason is kept.
create table opt_out (
  account_id uuid not null references account (id),
  category varchar(64) not null,
  since timestamp with time zone not null,
  primary key (account_id, category)
);

-- Critical cases for which everybody who could take them was at their limit, and what was done.
-- Nobody is named.
create table uncovered_case (
  case_id uuid primary key references review_case (id),
  queue varchar(64) not null,
  effect varchar(16) not null,
  at timestamp with time zone not null
);
create index uncovered_case_by_queue on uncovered_case (queue, at);
