-- An item's words lie sealed under a key of its own: text, conversation, the text's hash and what
-- the machine said where it allowed the item at once. Rows from before have them in body,
-- conversation, text_hash and said, which are empty in new ones.
alter table item add column words bytea;

-- Which folder of keys is this database's: another one must not be taken for it.
create table item_key_folder (
  id smallint primary key,
  identity varchar(64) not null
);

-- Keys of erased items that are to be destroyed once the erasure is on disk.
create table item_key_gone (
  key_number bigint primary key,
  gone_at timestamp with time zone not null
);
