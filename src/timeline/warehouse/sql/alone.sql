-- Who shares an event, or has one that people decided on, is no claim alone.
CREATE OR REPLACE TEMP TABLE marked AS
SELECT DISTINCT claim FROM base.decided WHERE subject = 'event' AND known_to IS NULL;

INSERT INTO touched_event
SELECT event FROM base.claim
WHERE claim IN (FROM marked) OR claim IN (FROM touched_claim) OR claim IN (FROM touched_mark);

CREATE OR REPLACE TEMP TABLE sharing AS
SELECT claim, count(*) OVER (PARTITION BY event) = 1 AND claim NOT IN (FROM marked) AS alone
FROM base.claim WHERE event IN (SELECT event FROM touched_event);

UPDATE base.claim SET alone = s.alone FROM sharing s WHERE s.claim = claim.claim AND claim.alone <> s.alone;
