-- What a person is skilled in, as queues of the policy name it.
alter table account add column skills varchar(2000) default '' not null;
