-- What may put claims into one event: equal kind, dates and place at any time, a likeness that is high enough for it,
-- or a decision. Fetched once, for they are gone along step by step.
CREATE OR REPLACE TEMP TABLE grouped AS SELECT DISTINCT claim, grp FROM spell WHERE grp IS NOT NULL;

CREATE OR REPLACE TEMP TABLE tie AS
WITH tied AS (SELECT one, other FROM base.link UNION SELECT one, other FROM base.pair WHERE score >= ${merges})
SELECT one, other FROM tied UNION ALL SELECT other, one FROM tied;

CREATE OR REPLACE TEMP TABLE latest AS FROM reach;
