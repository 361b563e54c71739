-- Rows that repeat the key of an earlier row of the same delivery. The same content twice is once; other content is
-- a reject, for nobody can tell which of the two is meant.
CREATE OR REPLACE TEMP TABLE repeated AS
WITH ranked AS (
    SELECT row_key, line, col, row_number, hash(${content}) AS print,
           first_value(hash(${content})) OVER each_key AS first_print,
           first_value(line) OVER each_key AS first_line, row_number() OVER each_key AS place
    FROM ${incoming} WHERE row_key IS NOT NULL
    WINDOW each_key AS (PARTITION BY row_key ORDER BY row_number)
)
SELECT row_number, row_key, line, col,
       CASE WHEN print <> first_print
            THEN 'key stands twice with different content, first at line ' || first_line END AS reason
FROM ranked WHERE place > 1;
