-- Every job is due again.

drop table jobs;
