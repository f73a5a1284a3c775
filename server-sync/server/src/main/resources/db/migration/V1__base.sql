-- Runs unchanged on H2 and PostgreSQL. Never edited after it landed: add a migration instead.

create table account (
  id uuid primary key,
  name varchar(64) not null unique,
  display_name varchar(200) not null,
  roles varchar(200) not null,
  languages varchar(200) default '' not null,
  password_hash varchar(300),
  disabled boolean default false not null,
  created_at timestamp with time zone not null
);

create table session (
  token_hash varchar(64) primary key,
  account_id uuid not null references account (id),
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);
create index session_by_expiry on session (expires_at);

create table one_time_token (
  token_hash varchar(64) primary key,
  account_id uuid not null references account (id),
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone
);

-- One row per region overlay ('' is the base); content is the canonical JSON of the ResolvedPolicy.
create table policy_document (
  id varchar(100) not null,
  version int not null,
  overlay varchar(16) default '' not null,
  state varchar(16) not null,
  title varchar(300) not null,
  content text not null,
  content_hash varchar(64) not null,
  stored_at timestamp with time zone not null,
  published_at timestamp with time zone,
  primary key (id, version, overlay)
);

create table author (
  source varchar(100) not null,
  author_id varchar(300) not null,
  display_name varchar(300) not null,
  account_age_days int not null,
  minor boolean not null,
  items int default 0 not null,
  primary key (source, author_id)
);

create table item (
  id uuid primary key,
  source varchar(100) not null,
  external_id varchar(300) not null,
  surface varchar(16) not null,
  language varchar(16) not null,
  region varchar(16) not null,
  author_id varchar(300) not null,
  body varchar not null,
  conversation varchar,
  posted_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  reach bigint not null,
  visibility varchar(24) not null,
  learning_consent boolean not null,
  complete boolean not null,
  verdict varchar(16),
  category varchar(32),
  score double precision,
  policy_id varchar(100),
  policy_version int,
  policy_overlay varchar(16),
  unique (source, external_id)
);
create index item_by_author on item (source, author_id);

create table media (
  media_id varchar(64) primary key,
  kind varchar(16) not null,
  declared_type varchar(200) not null,
  bytes bigint not null,
  state varchar(16) not null,
  info varchar,
  stored_at timestamp with time zone not null
);

create table item_media (
  item_id uuid not null references item (id),
  place int not null,
  media_id varchar(64) not null references media (media_id),
  primary key (item_id, place)
);
create index item_media_by_media on item_media (media_id);

create table report (
  id uuid primary key,
  item_id uuid not null references item (id),
  source varchar(24) not null,
  reporter_id varchar(300) not null,
  ground varchar(32),
  remark varchar not null,
  received_at timestamp with time zone not null
);
create index report_by_item on report (item_id);

create table assessment (
  id uuid primary key,
  item_id uuid not null references item (id),
  place int not null,
  content varchar not null,
  made_at timestamp with time zone not null
);
create index assessment_by_item on assessment (item_id);

create table rationale (
  id uuid primary key,
  item_id uuid not null references item (id),
  content varchar not null,
  made_at timestamp with time zone not null
);
create index rationale_by_item on rationale (item_id);

create table review_case (
  id uuid primary key,
  item_id uuid not null references item (id),
  kind varchar(16) not null,
  state varchar(16) not null,
  is_open boolean not null,
  version bigint not null,
  queue varchar(64) not null,
  priority smallint not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  category varchar(32) not null,
  score double precision not null,
  language varchar(16) not null,
  region varchar(16) not null,
  surface varchar(16) not null,
  media_kinds varchar(64) not null,
  excerpt varchar(600) not null,
  reach bigint not null,
  reports int not null,
  escalated boolean default false not null,
  reasons varchar not null,
  reading_seconds int not null,
  rationale_id uuid,
  policy_id varchar(100) not null,
  policy_version int not null,
  policy_overlay varchar(16)
);
create index case_by_queue on review_case (queue, is_open, priority, due_at, id);
create index case_by_urgency on review_case (is_open, priority, due_at, id);
create index case_by_item on review_case (item_id);

-- One row per case that was ever claimed: the token outlives the claim so that it only grows.
create table lease (
  case_id uuid primary key references review_case (id),
  token bigint not null,
  holder varchar(64) not null,
  account_id uuid not null references account (id),
  live boolean not null,
  claimed_at timestamp with time zone not null,
  expires timestamp with time zone not null
);
create index lease_by_expiry on lease (live, expires);

create table decision (
  id uuid primary key,
  item_id uuid not null references item (id),
  case_id uuid references review_case (id),
  by_machine boolean not null,
  account_id uuid references account (id),
  holder varchar(64),
  action varchar(24) not null,
  restrictions varchar(100) not null,
  category varchar(32),
  clause varchar(64),
  note varchar not null,
  policy_id varchar(100) not null,
  policy_version int not null,
  policy_overlay varchar(16),
  rationale_id uuid,
  case_version bigint,
  lease_token bigint,
  lease_expired boolean default false not null,
  visibility_before varchar(24) not null,
  visibility_after varchar(24) not null,
  decided_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  handling_millis bigint default 0 not null
);
create index decision_by_item on decision (item_id, recorded_at);
create index decision_by_case on decision (case_id);

-- The first answer to each client-made id, whatever it was.
create table decision_answer (
  id uuid primary key,
  account_id uuid not null references account (id),
  request_hash varchar(64) not null,
  outcome varchar(16) not null,
  visibility varchar(24),
  problem varchar,
  answered_at timestamp with time zone not null
);

create table rationale_seen (
  id bigint generated by default as identity primary key,
  rationale_id uuid not null,
  case_id uuid not null,
  account_id uuid not null references account (id),
  seen_at timestamp with time zone not null
);
create index rationale_seen_by_case on rationale_seen (case_id);

create table reveal (
  id uuid primary key,
  case_id uuid not null references review_case (id),
  media_id varchar(64) not null,
  frame int,
  purpose varchar(16) not null,
  account_id uuid not null references account (id),
  holder varchar(64) not null,
  lease_token bigint not null,
  granted_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  fetched_at timestamp with time zone,
  ended_at timestamp with time zone,
  shown_millis bigint
);
create index reveal_by_case on reveal (case_id);

-- seq is null until the sequencer has numbered the committed row.
create table change (
  id bigint generated by default as identity primary key,
  seq bigint unique,
  kind varchar(24) not null,
  subject varchar(100) not null,
  case_id uuid,
  made_at timestamp with time zone not null
);
create index change_by_seq on change (seq, id);

create table audit_entry (
  id bigint generated by default as identity primary key,
  seq bigint unique,
  made_at timestamp with time zone not null,
  actor varchar(64) not null,
  action varchar(64) not null,
  subject varchar(200) not null,
  details varchar not null,
  leaf_hash varchar(64)
);
create index audit_by_seq on audit_entry (seq, id);
create index audit_by_subject on audit_entry (subject);

-- What a commitment in an entry stands for; deleting the row keeps the proof and drops the person.
create table audit_personal (
  commitment varchar(64) primary key,
  secret varchar(64) not null,
  name varchar(64) not null,
  content varchar not null
);

create table audit_checkpoint (
  size bigint primary key,
  root_hash varchar(64) not null,
  made_at timestamp with time zone not null,
  signature varchar(200) not null,
  key_id varchar(64) not null
);

create table sequencer (
  id smallint primary key,
  last_change bigint not null,
  last_audit bigint not null
);
insert into sequencer (id, last_change, last_audit) values (1, 0, 0);
