-- The claims whose event may be another one than before: those of groups in which something moved and may be together,
-- and those that moved away from others.
CREATE OR REPLACE TEMP VIEW spell AS
SELECT claim, feed, single, first_known_at, ${group} AS grp, known_at, CAST('infinity' AS TIMESTAMPTZ) AS known_to
FROM base.claim
UNION ALL
SELECT claim, feed, single, first_known_at, ${group}, known_at, known_to FROM base.claim_past;

-- The touched groups, fetched once: telling the group of every claim is what costs most here.
CREATE OR REPLACE TEMP TABLE moved AS
SELECT * FROM spell WHERE grp IN (SELECT grp FROM touched_group);

-- Groups in which something may be put together: not those whose rows one feed gives as happenings of their own.
CREATE OR REPLACE TEMP TABLE joint_group AS
SELECT grp FROM moved GROUP BY grp HAVING count(*) > 1 AND NOT (bool_and(single) AND min(feed) = max(feed));

CREATE OR REPLACE TEMP TABLE involved AS
SELECT claim FROM moved WHERE grp IN (FROM joint_group)
UNION
SELECT claim FROM base.membership WHERE claim IN (SELECT claim FROM moved)
UNION
SELECT claim FROM base.claim WHERE NOT alone AND event IN (SELECT event FROM touched_event);
