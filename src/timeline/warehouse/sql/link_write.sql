INSERT INTO touched_event
SELECT event FROM base.membership WHERE claim IN (FROM reach)
UNION SELECT event FROM base.claim WHERE claim IN (FROM reach);

DELETE FROM base.membership WHERE claim IN (FROM reach);

INSERT INTO base.membership
SELECT claim, event, known_at, known_to, score, reason FROM found WHERE event <> claim;

INSERT INTO touched_event SELECT event FROM found WHERE known_to IS NULL;

UPDATE base.claim SET event = f.event FROM (SELECT claim, event FROM found WHERE known_to IS NULL) f
WHERE f.claim = claim.claim AND claim.event <> f.event;

DROP TABLE grouped;
DROP TABLE tie;
DROP TABLE latest;
DROP TABLE next;
