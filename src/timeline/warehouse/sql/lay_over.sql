-- Write the versions that hold in the place of the delivered ones.
DELETE FROM base.claim WHERE claim IN (SELECT claim FROM laying);
DELETE FROM base.claim_past WHERE claim IN (SELECT claim FROM laying);

INSERT INTO base.claim BY NAME
SELECT v.* EXCLUDE (known_to), l.event, l.alone FROM holding v JOIN laying l ON l.claim = v.claim WHERE v.known_to IS NULL;

INSERT INTO base.claim_past BY NAME SELECT * FROM holding WHERE known_to IS NOT NULL;
