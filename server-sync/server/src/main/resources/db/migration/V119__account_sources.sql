-- For which platforms a service account may speak: a JSON list of sources, '["*"]' for every one,
-- empty for none. Accounts from before spoke for all of them and go on to; new ones are bound.
alter table account add column sources text default '' not null;
update account set sources = '["*"]' where roles like '%SERVICE%';
