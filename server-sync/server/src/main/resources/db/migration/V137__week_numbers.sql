-- Numbers of a week, made once: what is asked later gets the same, so that no two views differ.
create table week_numbers (
  week date primary key,
  content varchar not null,
  made_at timestamp with time zone not null
);
