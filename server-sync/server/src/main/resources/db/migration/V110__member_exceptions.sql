-- How far a member is from its case's item (0 the same, 100 at the edge of what is alike), and
-- whether the decision on the case is not for it.
alter table case_member add column words_apart smallint default 0 not null;
alter table case_member add column pictures_apart smallint default 0 not null;
alter table case_member add column excepted boolean default false not null;
-- How far those are that joined before was not kept: they count as furthest and come first.
update case_member set words_apart = 100, pictures_apart = 100 where not exact;
