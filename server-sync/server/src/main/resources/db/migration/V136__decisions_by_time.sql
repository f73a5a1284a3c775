-- Who decided what lately, and what came when: the forecast and the numbers ask by time.
create index decision_by_time on decision (recorded_at);
create index case_by_creation on review_case (created_at);
