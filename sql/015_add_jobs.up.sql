-- When a job began last. Whoever moves the time on does the job; all other replicas come too late.
-- migrate: leaves jobs (name, started_at)

create table jobs (
  name varchar(50) not null,
  started_at timestamptz not null,
  constraint pk_jobs primary key (name)
);
