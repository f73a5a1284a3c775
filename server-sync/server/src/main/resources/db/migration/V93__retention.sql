-- What must not be erased, however old it is, until the last hold is lifted.
create table legal_hold (
  id uuid primary key,
  item_id uuid not null references item (id),
  reason varchar(1000) not null,
  set_by uuid not null references account (id),
  set_at timestamp with time zone not null,
  lifted_by uuid references account (id),
  lifted_at timestamp with time zone
);
create index legal_hold_by_item on legal_hold (item_id);

-- When an item's words, its media and what names people were erased; what was decided stays.
alter table item add column erased_at timestamp with time zone;
create index item_to_erase on item (erased_at, received_at, id);

-- Media that no item has any more: their files are deleted after the commit, again after a kill.
create table media_gone (
  media_id varchar(64) primary key,
  gone_at timestamp with time zone not null
);
