-- Which item a parked message is about, as far as it says: erasing the item erases the message, and a
-- person finds it by what the platform knows. Messages parked before are told by their age alone.
alter table parked_message add column source varchar(100);
alter table parked_message add column external_id varchar(300);
create index parked_by_item on parked_message (source, external_id);
create index parked_by_age on parked_message (parked_at);

