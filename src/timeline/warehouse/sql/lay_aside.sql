-- Keep the delivered versions of these claims aside, before decisions are laid over them.
CREATE OR REPLACE TEMP TABLE laying AS
SELECT claim, event, alone FROM base.claim
WHERE claim IN (SELECT claim FROM base.decided WHERE subject = 'claim') AND claim IN (FROM lifting);

INSERT INTO base.origin
SELECT * EXCLUDE (event, alone), CAST(NULL AS TIMESTAMPTZ) FROM base.claim WHERE claim IN (SELECT claim FROM laying)
UNION ALL
SELECT * FROM base.claim_past WHERE claim IN (SELECT claim FROM laying);
