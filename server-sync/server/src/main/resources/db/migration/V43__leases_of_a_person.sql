-- How many cases a person holds is asked with each claim: it must not read every lease they ever had.
create index lease_by_account on lease (account_id, live, expires);
