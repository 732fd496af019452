create or replace function f(a int) returns int language sql
begin atomic
  select case when a > 1 then case a when 2 then 3 end else 4 end;
  select t.end, t.case, 5 as end, (case when true then 1 end) from t;
  insert into t values (';');
end;
create procedure p() begin atomic delete from t; select begin from u; end;
create rule r as on insert to t do also (delete from a; select (1); insert into b values (';'));
create function begin() returns int return 1;
