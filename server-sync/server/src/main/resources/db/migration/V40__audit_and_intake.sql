-- The audit log's length and the roots of its complete subtrees: lets it grow without being re-read.
create table audit_state (
  id smallint primary key,
  size bigint not null,
  frontier varchar(5000) not null
);
insert into audit_state (id, size, frontier) values (1, 0, '');

-- Whose values these are, so that all of one person's can be destroyed together.
alter table audit_personal add column person varchar(500) default '' not null;
create index audit_personal_by_person on audit_personal (person);

-- The fingerprint of the normalised text, so that an earlier decision on the same words is found.
alter table item add column text_hash varchar(64);
create index item_by_text on item (text_hash);
create index item_unfinished on item (complete, id);

-- Items whose media could not be decoded hang on one case per author or file, not on one each.
create table decoder_cluster (
  item_id uuid primary key references item (id),
  case_id uuid not null references review_case (id),
  source varchar(100) not null,
  author_id varchar(300) not null
);
create index decoder_cluster_by_case on decoder_cluster (case_id);
create index decoder_cluster_by_author on decoder_cluster (source, author_id);
