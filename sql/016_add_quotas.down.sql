-- Everybody's requests are counted from the beginning.

drop table quotas;
