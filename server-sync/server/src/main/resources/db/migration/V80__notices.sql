-- Reports and orders as their senders know them, what orders require, and what was answered.
alter table report add column platform varchar(100);
alter table report add column notice_id varchar(300);
alter table report add column content_hash varchar(64);
alter table report add column contact varchar(300);
alter table report add column legal_basis varchar(500);
alter table report add column requires varchar(24);
alter table report add column restrictions varchar(100) default '' not null;
alter table report add column deadline timestamp with time zone;
alter table report add column due_at timestamp with time zone;
alter table report add column recorded_at timestamp with time zone;
alter table report add column answered_by uuid;
alter table report add column answered_at timestamp with time zone;
alter table report add column told varchar(24);
alter table report add constraint report_of_platform unique (platform, notice_id);
update report set recorded_at = received_at, due_at = received_at + interval '1' day;
alter table report alter column recorded_at set not null;
alter table report alter column due_at set not null;
-- What a person or a removal by the machine decided after it came was the answer to a report.
update report set answered_by = (
  select d.id from decision d where d.item_id = report.item_id
    and d.recorded_at >= report.received_at and d.action <> 'ESCALATE'
    and not (d.by_machine and d.action = 'ALLOW')
  order by d.recorded_at desc, d.id desc limit 1);
update report set
  answered_at = (select d.recorded_at from decision d where d.id = report.answered_by),
  told = (select d.visibility_after from decision d where d.id = report.answered_by)
where answered_by is not null;
create index report_unanswered on report (answered_at, id);

-- From when a case's time counts: receipt of its item, or of the report it was made for.
alter table review_case add column clock_from timestamp with time zone;
update review_case set clock_from =
  (select i.received_at from item i where i.id = review_case.item_id);
alter table review_case alter column clock_from set not null;
