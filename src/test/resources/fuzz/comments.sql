/* one /* two; */ three; */ select 1 /**/ + /*;*/ 2 -- ;'"$$
; select 3 @- 4, 5 @/* ; */ -1, 6 /-- ;
7, a <@ b, -(-1), 1..10, x::int[1:2];
/*/ ; */ select 8; --	the end /*
