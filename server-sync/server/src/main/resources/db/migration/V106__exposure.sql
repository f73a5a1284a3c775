-- What a person saw and for how long, slice by slice, as their workbench metered it. Rows are added
-- and, by age, erased; none is ever changed.
create table exposure_entry (
  session_id uuid not null,
  sequence_number bigint not null,
  account_id uuid not null references account (id),
  case_id uuid not null,
  item_id uuid not null,
  band varchar(16) not null,
  kind varchar(16) not null,
  at_millis bigint not null,
  millis bigint not null,
  -- By the workbench's clock, and when it counts for: the same moment by the server's.
  started_at timestamp with time zone not null,
  counted_at timestamp with time zone not null,
  clock_shift_millis bigint not null,
  chain varchar(32) not null,
  received_at timestamp with time zone not null,
  primary key (session_id, sequence_number)
);
create index exposure_of_a_person on exposure_entry (account_id, counted_at);

-- Where each session of a ledger stands, and what was found wrong with it.
create table exposure_session (
  id uuid primary key,
  account_id uuid not null references account (id),
  last_sequence bigint not null,
  last_chain varchar(32) not null,
  last_at_millis bigint not null,
  last_end_millis bigint not null,
  last_counted_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  lost_entries bigint not null,
  lost_millis bigint not null,
  differing_entries bigint not null,
  broken_links bigint not null,
  clock_set_back bigint not null
);
create index exposure_session_of_a_person on exposure_session (account_id);
