-- Claims that people added, as a delivery of theirs. One that was there keeps its event until that is settled anew.
CREATE OR REPLACE TEMP TABLE were AS
SELECT claim, event, alone FROM base.claim WHERE claim IN (FROM changed_added);

DELETE FROM base.claim WHERE claim IN (FROM changed_added);
DELETE FROM base.claim_past WHERE claim IN (FROM changed_added);
DELETE FROM base.membership WHERE claim IN (FROM changed_added)
  AND claim NOT IN (SELECT claim FROM given WHERE known_to IS NULL);

INSERT INTO base.claim BY NAME
SELECT g.* EXCLUDE (known_to), coalesce(w.event, g.claim) AS event, coalesce(w.alone, true) AS alone
FROM given g LEFT JOIN were w ON w.claim = g.claim WHERE g.known_to IS NULL;

INSERT INTO base.claim_past BY NAME SELECT * FROM given WHERE known_to IS NOT NULL;
