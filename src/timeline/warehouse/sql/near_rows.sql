-- What is compared around a change, in parts between which no pair can be: by the first word of the kind, for others are
-- never compared; but words that one claim had one after the other stay together, for its pairs are found anew in all of
-- them. Several words are one part while they are few rows: each part has its price, and one is in memory at a time.
CREATE OR REPLACE TEMP TABLE near_row AS
WITH told AS (
    SELECT split_part(kind, '.', 1) AS root, false AS gone, * FROM (${now}) WHERE kind IS NOT NULL
    UNION ALL SELECT split_part(kind, '.', 1), true, * FROM (${left}) WHERE kind IS NOT NULL
), moving AS (
    SELECT claim FROM told GROUP BY claim HAVING min(root) <> max(root)
), mixed AS (
    SELECT DISTINCT root FROM told WHERE claim IN (FROM moving)
), grouped AS (
    SELECT CASE WHEN root IN (FROM mixed) THEN '' ELSE root END AS root, * EXCLUDE (root) FROM told
), sized AS (
    SELECT root, (sum(count(*)) OVER (ORDER BY root) - count(*)) // ${at_once} AS part FROM grouped GROUP BY root
)
SELECT s.part, g.* EXCLUDE (root) FROM grouped g JOIN sized s ON s.root = g.root;
