-- What a person was taken off at their own wish: a case, and until then its category. Nobody's
-- business but theirs: no log, no count and no lead reads it, and it goes when it is over.
create table relief (
  account_id uuid not null references account (id),
  case_id uuid not null references review_case (id),
  category varchar(64) not null,
  ends_at timestamp with time zone not null,
  primary key (account_id, case_id)
);
