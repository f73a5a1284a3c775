-- Items that hang on a case made for another one, for they are (nearly) the same. A row is never
-- taken out: WAITING for the decision, then FOLLOWED it, was RELEASED to be looked at by itself,
-- or LEFT because something else decided on the item meanwhile.
create table case_member (
  case_id uuid not null references review_case (id),
  item_id uuid not null references item (id),
  exact boolean not null,
  state varchar(16) not null,
  likeness varchar not null,
  category varchar(32) not null,
  score double precision not null,
  joined_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  primary key (case_id, item_id)
);
create index case_member_by_item on case_member (item_id, state);
create index case_member_by_state on case_member (state, case_id);

-- What the item of an open case looks like, and under which prints it is found. Gone when decided.
create table case_likeness (
  case_id uuid primary key references review_case (id),
  content varchar not null
);
create table case_print (
  print varchar(100) not null,
  case_id uuid not null references review_case (id),
  primary key (print, case_id)
);
create index case_print_by_case on case_print (case_id);

-- Held while a like case is looked for and made, so that two like items at once make one case:
-- row 0 for items with media, one of the others for each part of a text's print.
create table cluster_lock (id smallint primary key);
insert into cluster_lock (id) values
  (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16),
  (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30), (31), (32),
  (33), (34), (35), (36), (37), (38), (39), (40), (41), (42), (43), (44), (45), (46), (47), (48),
  (49), (50), (51), (52), (53), (54), (55), (56), (57), (58), (59), (60), (61), (62), (63), (64);

alter table review_case add column members int default 0 not null;
-- The person's decision that one of the machine repeats for an item that is the same.
alter table decision add column follows uuid;
