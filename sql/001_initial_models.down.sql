-- Everything goes, rows too; the type as well, or the way up would fail the second time.

drop table messages;
drop table conversations;
drop table tasks;
drop table users;
drop type message_role;
