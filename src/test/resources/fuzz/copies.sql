copy t (a, "b;") from stdin with (format text); -- rows follow
1	it's; $$ /* \\ -- x
\N	\.
\.
COPY "t" FROM STDIN;
\.
copy (select ';' from stdin) to program 'cat';
copy t from 'rows;.txt';
