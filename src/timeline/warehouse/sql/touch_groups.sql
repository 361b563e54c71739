INSERT INTO touched_group
SELECT DISTINCT ${group} FROM base.claim WHERE claim IN (SELECT claim FROM touched)
UNION SELECT DISTINCT ${group} FROM base.claim_past WHERE claim IN (SELECT claim FROM touched);
