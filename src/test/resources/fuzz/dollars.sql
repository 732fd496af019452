do $$ begin perform 'it''s; -- no'; end $$;
create function f() returns text language plpgsql as $body$
begin
  execute $q$ select $$a;b$$ || '$body' || $tag$;$tag$ $q$;
  return $_é1$ ; $_é1 $_$ $_é1$;
end $body$;
select a$b$ from t$1, "x$$;y", 1$$;$$;
prepare p(int) as select $1, $2::text;
