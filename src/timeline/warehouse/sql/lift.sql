-- Claims on which people decided stand again as they were delivered; what they leave is remembered.
INSERT INTO touched_group
SELECT DISTINCT ${group} FROM base.claim WHERE claim IN (FROM lifting)
UNION SELECT DISTINCT ${group} FROM base.claim_past WHERE claim IN (FROM lifting);

INSERT INTO touched_event SELECT DISTINCT event FROM base.claim WHERE claim IN (FROM lifting) AND NOT alone;

CREATE OR REPLACE TEMP TABLE lifted AS
SELECT claim, event, alone FROM base.claim WHERE claim IN (SELECT claim FROM base.origin WHERE claim IN (FROM lifting));

DELETE FROM base.claim WHERE claim IN (SELECT claim FROM lifted);
DELETE FROM base.claim_past WHERE claim IN (SELECT claim FROM lifted);

INSERT INTO base.claim
SELECT o.* EXCLUDE (known_to), l.event, l.alone FROM base.origin o JOIN lifted l ON l.claim = o.claim
WHERE o.known_to IS NULL;

INSERT INTO base.claim_past SELECT * FROM base.origin WHERE claim IN (SELECT claim FROM lifted) AND known_to IS NOT NULL;

DELETE FROM base.origin WHERE claim IN (SELECT claim FROM lifted);
