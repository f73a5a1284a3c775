-- For whom the place is meant in which an item appears: thresholds may differ by it.
alter table item add column audience varchar(16) default 'GENERAL' not null;
