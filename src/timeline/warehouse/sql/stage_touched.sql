-- Compare a later delivery with what is held: which claims are new, changed or gone.
-- hash() differs between DuckDB versions, so it is computed on both sides here and never stored.
CREATE OR REPLACE TEMP TABLE touched AS
WITH arriving AS (
    SELECT ${claim_key} AS claim, row_number, hash(coalesce(single, false), ${content}) AS print
    FROM ${incoming}
), held AS (
    SELECT claim, live, hash(single, ${content}) AS print, version, first_known_at
    FROM base.claim WHERE feed = getvariable('feed') ${among}
)
SELECT coalesce(a.claim, h.claim) AS claim, a.row_number,
       CASE WHEN h.claim IS NULL THEN 'new' WHEN a.claim IS NULL THEN 'gone' ELSE 'changed' END AS what,
       h.version, h.first_known_at
FROM arriving a FULL JOIN held h ON a.claim = h.claim
WHERE h.claim IS NULL
   OR (a.claim IS NOT NULL AND (NOT h.live OR a.print <> h.print))
   OR (a.claim IS NULL AND h.live AND h.claim IN (FROM leaving));
