-- The origin an address is fetched from, and how a fetch is held whose item would be one of many
-- cases for one broken host: HOPE is tried again, LOST is not and only waits for its turn.
alter table media_fetch add column host varchar(300);
alter table media_fetch add column held varchar(8);
create index media_fetch_by_host on media_fetch (host, state, ended_at);
