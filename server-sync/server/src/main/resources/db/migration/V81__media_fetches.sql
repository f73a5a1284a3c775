-- Media that the server fetches itself: one row for each address an item names. The item waits for
-- its verdict until none of its rows is WAITING.
create table media_fetch (
  item_id uuid not null references item (id),
  place int not null,
  url varchar(2000) not null,
  state varchar(16) not null,
  attempts int not null,
  next_at timestamp with time zone not null,
  problem varchar(500),
  media_id varchar(64),
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  primary key (item_id, place)
);
create index media_fetch_due on media_fetch (state, next_at);
