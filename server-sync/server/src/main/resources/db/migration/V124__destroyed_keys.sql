-- The numbers of destroyed keys stay: a folder of keys that is put back from an older copy has the
-- keys again, and each start destroys them anew.
alter table item_key_gone add column destroyed boolean default false not null;
create index item_key_gone_by_state on item_key_gone (destroyed, key_number);

-- The newest tree that a key was taken from: a folder without it is older than the database.
alter table item_key_folder add column newest_tree integer default 0 not null;
