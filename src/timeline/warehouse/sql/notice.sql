-- Claims whose versions are about to be put otherwise: that they change, and what they said until now.
INSERT INTO changed_claim FROM lifting;

INSERT INTO left_version
SELECT * EXCLUDE (event, alone), CAST(NULL AS TIMESTAMPTZ) FROM base.claim WHERE live AND claim IN (FROM lifting)
UNION ALL SELECT * FROM base.claim_past WHERE live AND claim IN (FROM lifting);
