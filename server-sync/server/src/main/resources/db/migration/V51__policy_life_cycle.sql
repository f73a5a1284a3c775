-- One row per version of the policy: where it stands, and the document as its author wrote it.
create table policy_version (
  version int primary key,
  id varchar(100) not null,
  state varchar(16) not null,
  title varchar(300) not null,
  document varchar,
  canonical varchar not null,
  content_hash varchar(64) not null,
  regions varchar default '{}' not null,
  fixed boolean not null,
  replaced int,
  made_by varchar(64) not null,
  stored_at timestamp with time zone not null,
  moved_at timestamp with time zone not null
);
insert into policy_version
  (version, id, state, title, document, canonical, content_hash, fixed, made_by, stored_at, moved_at)
select version, id, state, title, null, content, content_hash, state <> 'DRAFT', 'system', stored_at,
  coalesce(published_at, stored_at)
from policy_document where overlay = '';
alter table policy_document drop column state;
alter table policy_document drop column published_at;
