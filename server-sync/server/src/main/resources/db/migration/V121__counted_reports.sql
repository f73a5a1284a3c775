-- How many readers' reports about an item came beyond those that are kept whole.
create table counted_report (
  item_id uuid primary key references item (id),
  reports bigint not null,
  last_at timestamp with time zone not null
);
