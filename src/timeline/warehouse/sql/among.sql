-- The claims that a delivery is about which is told as what changed since the one before; comes: their lines are here.
CREATE OR REPLACE TEMP TABLE among AS
SELECT ${claim_key} AS claim, bool_or(NOT gone) AS comes, bool_or(gone) AS leaves
FROM (
    SELECT ident, false AS gone FROM ${incoming}
    UNION ALL SELECT row_key, true FROM read_parquet(getvariable('left_keys'))
) GROUP BY ALL;
