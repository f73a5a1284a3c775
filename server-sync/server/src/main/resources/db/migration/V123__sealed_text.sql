-- Sealed text is longer than what it was made of.
alter table review_case alter column excerpt set data type varchar;
alter table report alter column contact set data type varchar;
alter table report alter column legal_basis set data type varchar;
alter table legal_hold alter column reason set data type varchar;

-- Whether what servers before left readable is sealed, too.
alter table item_key_folder add column all_sealed boolean default false not null;
