-- What the machine said about an item that it allowed at once lies in the item's own row: the words
-- packed, the moment, the audit entry (its subject) that commits to it together with others of
-- the same transaction, and the key of that commitment. Nothing else is written for such an item.
alter table item add column said bytea;
alter table item add column allowed_at timestamp with time zone;
alter table item add column allowance uuid;
alter table item add column allowance_key bytea;
update item set said = (select r.content from allowed_record r where r.item_id = item.id)
  where exists (select 1 from allowed_record r where r.item_id = item.id);
drop table allowed_record;

-- Every decision, those by which the machine allowed an item at once with them.
create view every_decision as
  select id, item_id, case_id, by_machine, account_id, action, restrictions, category, clause, note,
    policy_id, policy_version, policy_overlay, visibility_before, visibility_after, decided_at,
    recorded_at, follows
  from decision
  union all
  select id, id, cast(null as uuid), true, cast(null as uuid), 'ALLOW', '',
    cast(null as varchar(32)), cast(null as varchar(64)), '',
    policy_id, policy_version, policy_overlay, 'PENDING', 'VISIBLE', allowed_at, allowed_at,
    cast(null as uuid)
  from item where allowance is not null;

-- Indexes that every item paid for and few are found by become tables of those few.
create table unfinished_item (
  item_id uuid primary key references item (id)
);
insert into unfinished_item (item_id) select id from item where complete = false;
drop index item_unfinished;

create table removed_item (
  item_id uuid primary key references item (id),
  source varchar(100) not null,
  author_id varchar(300) not null
);
insert into removed_item (item_id, source, author_id)
  select id, source, author_id from item where visibility in ('REMOVED', 'PERMANENTLY_REMOVED');
create index removed_item_by_author on removed_item (source, author_id);
drop index item_by_author_visibility;

-- Words that people decided on.
create table decided_text (
  text_hash varchar(64) not null,
  item_id uuid not null references item (id),
  primary key (text_hash, item_id)
);
insert into decided_text (text_hash, item_id)
  select distinct i.text_hash, i.id from item i join decision d on d.item_id = i.id
  where d.by_machine = false and i.text_hash is not null;
drop index item_by_text;

-- An author's items are counted when somebody asks.
alter table author drop column items;
