-- The number goes; it can be counted again.

alter table conversations drop column message_count;
