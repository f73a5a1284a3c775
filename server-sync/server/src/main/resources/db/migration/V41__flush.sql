-- Touched before each flush of the file database, so that there is always something to write.
create table flush (
  id smallint primary key,
  turn bigint not null
);
insert into flush (id, turn) values (1, 0);
