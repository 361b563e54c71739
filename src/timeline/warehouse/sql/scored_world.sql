-- Every version of the claims that were read out of prose, or added by a person beside such, and of whatever else may
-- report the same: the first word of the kind is the same, and the days are near.
CREATE OR REPLACE TEMP TABLE scored AS
SELECT claim FROM base.claim
WHERE document IN (SELECT document FROM base.document WHERE text IS NOT NULL) OR feed = 'decisions';

CREATE OR REPLACE TEMP VIEW live_version AS
SELECT * EXCLUDE (event, alone), CAST(NULL AS TIMESTAMPTZ) AS known_to FROM base.claim WHERE live
UNION ALL
SELECT * FROM base.claim_past WHERE live AND known_at < known_to;

CREATE OR REPLACE TEMP TABLE near_day AS
SELECT DISTINCT root, unnest(generate_series(first - 8, least(last, first + 7) + 8, INTERVAL 1 DAY)) AS day
FROM (
    SELECT DISTINCT split_part(kind, '.', 1) AS root, coalesce(starts, ends) AS first, coalesce(ends, starts) AS last
    FROM live_version WHERE claim IN (FROM scored)
)
WHERE first IS NOT NULL;

CREATE OR REPLACE TEMP TABLE in_world AS
SELECT claim, kind, starts, ends FROM live_version
WHERE claim IN (FROM scored)
   OR (split_part(kind, '.', 1), CAST(coalesce(starts, ends) AS TIMESTAMP)) IN (SELECT root, CAST(day AS TIMESTAMP) FROM near_day);
