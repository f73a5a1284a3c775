-- Banks of known content. The rows are the truth; what is searched is built from them and follows
-- the changes, whose version grows by one with each under the lock of the bank's row.
create table bank (
  id varchar(60) primary key,
  kind varchar(16) not null,
  version bigint not null
);

create table bank_entry (
  bank varchar(60) not null references bank (id),
  hash varchar(64) not null,
  label varchar(1000) not null,
  quality int not null,
  added_at timestamp with time zone not null,
  primary key (bank, hash, label)
);

-- One row for each hash added or withdrawn; several share the version of one request.
create table bank_change (
  bank varchar(60) not null references bank (id),
  version bigint not null,
  hash varchar(64) not null,
  label varchar(1000) not null,
  quality int not null,
  withdrawn boolean not null,
  primary key (bank, version, hash, label)
);

create table bank_hit (
  item_id uuid not null,
  bank varchar(60) not null,
  hash varchar(64) not null,
  distance int not null,
  counted boolean not null,
  made_at timestamp with time zone not null,
  primary key (item_id, bank)
);
create index bank_hit_by_hash on bank_hit (bank, hash, made_at);

-- Entries that matched too many items; trusted ones are never quarantined again.
create table bank_quarantine (
  bank varchar(60) not null,
  hash varchar(64) not null,
  since timestamp with time zone not null,
  items bigint not null,
  released_at timestamp with time zone,
  trusted boolean default false not null,
  primary key (bank, hash)
);
