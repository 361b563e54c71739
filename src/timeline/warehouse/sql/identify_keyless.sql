-- A row without key is known by its content, and by its ordinal among equal ones.
SELECT *, CASE WHEN row_key IS NOT NULL THEN row_key
               ELSE chr(30) || print || '#' || row_number() OVER (PARTITION BY row_key, print ORDER BY row_number) END AS ident
FROM (SELECT *, md5(concat_ws(chr(31), ${content_text})) AS print FROM ${incoming})
