-- What is compared around a change, in parts: by the first word of the kind, for others are never compared; but words
-- that one claim had one after the other are one part, for its pairs are found anew in all of them.
CREATE OR REPLACE TEMP TABLE near_row AS
WITH told AS (
    SELECT split_part(kind, '.', 1) AS root, false AS gone, * FROM (${now}) WHERE kind IS NOT NULL
    UNION ALL SELECT split_part(kind, '.', 1), true, * FROM (${left}) WHERE kind IS NOT NULL
), moving AS (
    SELECT claim FROM told GROUP BY claim HAVING min(root) <> max(root)
), mixed AS (
    SELECT DISTINCT root FROM told WHERE claim IN (FROM moving)
)
SELECT CASE WHEN root IN (FROM mixed) THEN '' ELSE root END AS part, * EXCLUDE (root) FROM told;
