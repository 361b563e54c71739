-- Claims of the same kind, dates and place are one event, at every moment of the ledger's own time. The event's id is
-- that of the claim among them that was known first. Only groups in which something moved are worked on; what they
-- give depends on the set of versions alone, not on the order in which they arrived.

-- All that is known of the groups in which these claims ever were.
CREATE OR REPLACE TEMP TABLE near_group AS
FROM joint_group UNION SELECT grp FROM spell WHERE claim IN (FROM involved);

CREATE OR REPLACE TEMP TABLE stay AS
SELECT * FROM moved WHERE known_at < known_to AND grp IN (FROM near_group)
UNION ALL
SELECT * FROM spell
WHERE known_at < known_to AND grp IN (FROM near_group EXCEPT SELECT grp FROM touched_group);

CREATE OR REPLACE TEMP TABLE standing_at AS
WITH cut AS (
    SELECT grp, known_at AS moment FROM stay UNION SELECT grp, known_to FROM stay WHERE isfinite(known_to)
), span AS (
    SELECT grp, moment, coalesce(lead(moment) OVER (PARTITION BY grp ORDER BY moment), 'infinity') AS until FROM cut
), present AS (
    SELECT s.claim, s.feed, s.single, s.first_known_at, p.grp, p.moment, p.until
    FROM span p JOIN stay s ON s.grp = p.grp AND s.known_at <= p.moment AND p.moment < s.known_to
), crowded AS (
    -- A feed whose rows are happenings of their own and that has two of them here says that they are two.
    SELECT DISTINCT grp, moment FROM present WHERE single GROUP BY grp, moment, feed HAVING count(*) > 1
), placed AS (
    SELECT p.*, coalesce(p.single AND c.grp IS NOT NULL, false) AS apart
    FROM present p LEFT JOIN crowded c ON p.grp = c.grp AND p.moment = c.moment
)
SELECT claim, moment, until,
       CASE WHEN apart THEN claim
            ELSE first_value(claim) OVER (PARTITION BY grp, moment, apart ORDER BY first_known_at, claim) END AS event
FROM placed;

INSERT INTO touched_event
SELECT event FROM base.membership WHERE claim IN (FROM involved)
UNION SELECT event FROM base.claim WHERE claim IN (FROM involved) AND NOT alone;

DELETE FROM base.membership WHERE claim IN (FROM involved);

INSERT INTO base.membership
WITH marked AS (
    SELECT *, event IS DISTINCT FROM lag(event) OVER each_claim OR moment <> lag(until) OVER each_claim AS begins
    FROM standing_at WHERE claim IN (FROM involved)
    WINDOW each_claim AS (PARTITION BY claim ORDER BY moment)
), numbered AS (
    SELECT *, count(*) FILTER (begins) OVER (PARTITION BY claim ORDER BY moment) AS island FROM marked
)
SELECT claim, any_value(event), min(moment), nullif(max(until), 'infinity'), 1.0, 'same kind, dates and place'
FROM numbered GROUP BY claim, island HAVING any_value(event) <> claim;

-- Everybody who is now in one of these groups, so that those who share an event are all counted.
CREATE OR REPLACE TEMP TABLE belongs AS
WITH current AS (
    SELECT claim, event FROM standing_at WHERE NOT isfinite(until)
    UNION
    SELECT claim, claim FROM involved
    WHERE claim NOT IN (SELECT claim FROM standing_at WHERE NOT isfinite(until))
)
SELECT claim, event, count(*) OVER (PARTITION BY event) = 1 AS alone FROM current;

-- And the events that somebody leaves, or has for himself from now on: what stands there of them is no more.
INSERT INTO touched_event
SELECT event FROM belongs WHERE NOT alone
UNION SELECT c.event FROM base.claim c JOIN belongs b ON b.claim = c.claim
      WHERE NOT c.alone AND (b.alone OR b.event <> c.event);

UPDATE base.claim SET event = b.event, alone = b.alone
FROM belongs b WHERE b.claim = claim.claim AND (claim.event <> b.event OR claim.alone <> b.alone);
