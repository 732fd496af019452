-- A request that is sent again within a day of its first time has its effect again.

drop table idempotency_keys;
