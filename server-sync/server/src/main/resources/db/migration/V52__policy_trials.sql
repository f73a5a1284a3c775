-- Trials of policies on stored items: by hand (what-if), beside the version in force (shadow), and
-- of one item (rejudgement). Nothing here is ever acted on.
create index item_by_receipt on item (received_at, id);

create table what_if (
  id uuid primary key,
  version int not null,
  content_hash varchar(64) not null,
  against int not null,
  state varchar(16) not null,
  first_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  share double precision not null,
  model_runs int not null,
  total bigint not null,
  done bigint not null,
  cursor_at timestamp with time zone not null,
  cursor_id uuid not null,
  report varchar not null,
  failure varchar(1000),
  made_by varchar(64) not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  held_until timestamp with time zone not null
);
create index what_if_by_state on what_if (state, held_until);

create table shadow_verdict (
  version int not null,
  item_id uuid not null references item (id),
  live_version int not null,
  live_verdict varchar(16) not null,
  verdict varchar(16),
  category varchar(32) not null,
  region varchar(16) not null,
  language varchar(16) not null,
  scores varchar not null,
  missing varchar(1000) not null,
  made_at timestamp with time zone not null,
  primary key (version, item_id)
);

create table rejudgement (
  id uuid primary key,
  item_id uuid not null references item (id),
  version int not null,
  verdict varchar(16) not null,
  content varchar not null,
  asked_by varchar(64) not null,
  made_at timestamp with time zone not null
);
create index rejudgement_by_item on rejudgement (item_id, made_at);
