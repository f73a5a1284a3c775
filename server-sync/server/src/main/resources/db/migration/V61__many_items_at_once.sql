-- What the machine said about an item that it allowed at once: all in one row, compressed.
create table allowed_record (
  item_id uuid primary key references item (id),
  rationale_id uuid not null,
  content bytea not null,
  made_at timestamp with time zone not null
);
-- Whether people ever decided on an author's items: only then is their history worth reading.
alter table author add column decided_by_people boolean default false not null;
update author set decided_by_people = true where exists (
  select 1 from item i join decision d on d.item_id = i.id
  where i.source = author.source and i.author_id = author.author_id and d.by_machine = false);
-- The beginning of two other indexes.
drop index item_by_author;
