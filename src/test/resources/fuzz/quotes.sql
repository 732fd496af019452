select 'a;b''--c', E'\';\\', e'x'
  '\';', U&'d\0061;t' uescape '!', u&"\0041;" , B'01;', X'1F;', n';', 'a\';
select "a;""b'", 'x'
  -- comment; '
  ';y', 1e'\', .5e-3--;
;
