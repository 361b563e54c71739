-- Of the pairs that were looked at anew only those that differ are written.
CREATE OR REPLACE TEMP TABLE changed_pair AS
WITH differing AS (
    SELECT one, other FROM (SELECT *, 1 AS side FROM ${old} UNION ALL SELECT *, -1 FROM new_pair)
    GROUP BY one, other, score, loose, coarse, hash(reason), known_at, known_to HAVING sum(side) <> 0
)
SELECT DISTINCT one, other FROM differing;

INSERT INTO touched_claim SELECT one FROM changed_pair UNION SELECT other FROM changed_pair;

DELETE FROM base.pair WHERE (one, other) IN (FROM changed_pair);
INSERT INTO base.pair SELECT n.* FROM new_pair n SEMI JOIN changed_pair c ON n.one = c.one AND n.other = c.other;

-- They grow with the ledger, and memory is needed by what comes next.
DROP TABLE scored;
DROP TABLE near_day;
DROP TABLE in_world;
DROP TABLE changed_day;
DROP TABLE near_changed;
DROP TABLE new_pair;
DROP TABLE changed_pair;
