INSERT INTO touched_group
SELECT DISTINCT ${group} FROM base.claim WHERE claim IN (FROM lifting)
UNION SELECT DISTINCT ${group} FROM base.claim_past WHERE claim IN (FROM lifting);

INSERT INTO touched_event SELECT DISTINCT event FROM base.claim WHERE claim IN (FROM lifting) AND NOT alone;
