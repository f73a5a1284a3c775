-- Messages of a topic that could not be taken as items: where they are, and what is wrong.
create table parked_message (
  id uuid primary key,
  topic varchar(249) not null,
  part int not null,
  place bigint not null,
  bytes bigint not null,
  content bytea not null,
  code varchar(64) not null,
  message varchar(2000) not null,
  remedy varchar(2000) not null,
  parked_at timestamp with time zone not null,
  unique (topic, part, place)
);
