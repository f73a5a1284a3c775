-- How many items came to their verdict where, by the hour; every server process adds to it.
create table stage_share (
  at_hour timestamp with time zone not null,
  reached_at varchar(16) not null,
  items bigint not null,
  primary key (at_hour, reached_at)
);
