-- Both columns go; created_at orders the messages again.

alter table messages
  drop column position,
  drop column user_id;
