-- An author may have a hundred thousand items: history and strikes must not read them all.
create index item_by_author_time on item (source, author_id, received_at);
create index item_by_author_visibility on item (source, author_id, visibility);
