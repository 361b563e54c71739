-- Which claims say something else than when pairs were last found, or are to be looked at only since then; what they
-- do not say any more; and of the world whatever could be compared with them, or with whom they could be.
INSERT INTO changed_claim
SELECT claim FROM base.claim
WHERE delivery IN (FROM touched_delivery)
   OR document IN (SELECT document FROM base.document WHERE text IS NOT NULL AND delivery IN (FROM touched_delivery));

CREATE OR REPLACE TEMP TABLE changed AS
WITH told AS (SELECT DISTINCT claim FROM changed_claim)
SELECT claim FROM in_world WHERE claim IN (FROM told)
UNION SELECT claim FROM left_version WHERE claim IN (FROM told)
UNION SELECT one FROM base.pair WHERE one IN (FROM told)
UNION SELECT other FROM base.pair WHERE other IN (FROM told);

INSERT INTO left_version
SELECT * FROM base.claim_past WHERE live AND known_at >= known_to AND claim IN (FROM changed);

CREATE OR REPLACE TEMP TABLE changed_day AS
SELECT DISTINCT root, unnest(generate_series(first - 16, least(last, first + 7) + 16, INTERVAL 1 DAY)) AS day
FROM (
    SELECT DISTINCT split_part(kind, '.', 1) AS root, coalesce(starts, ends) AS first, coalesce(ends, starts) AS last
    FROM (SELECT kind, starts, ends FROM in_world WHERE claim IN (FROM changed)
          UNION ALL SELECT kind, starts, ends FROM left_version)
)
WHERE first IS NOT NULL;

CREATE OR REPLACE TEMP TABLE near_changed AS
SELECT DISTINCT claim FROM in_world
WHERE claim IN (FROM changed)
   OR (split_part(kind, '.', 1), CAST(coalesce(starts, ends) AS TIMESTAMP)) IN (SELECT root, CAST(day AS TIMESTAMP) FROM changed_day);
