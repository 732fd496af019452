-- Searches find the same, only slower.
-- migrate: no-transaction

drop index concurrently if exists ix_messages_user_id_content_search;
drop index concurrently if exists ix_tasks_owner_id_title_description_search;
