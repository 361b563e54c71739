-- Claims about which more is known than kind, dates and place, where something moved.
CREATE OR REPLACE TEMP TABLE seed AS
SELECT claim FROM moved UNION SELECT claim FROM involved
UNION SELECT claim FROM base.claim WHERE event IN (SELECT event FROM touched_event)
UNION SELECT claim FROM base.membership WHERE event IN (SELECT event FROM touched_event);

CREATE OR REPLACE TEMP TABLE reach AS
SELECT one AS claim FROM base.link WHERE one IN (FROM seed) UNION SELECT other FROM base.link WHERE other IN (FROM seed)
UNION SELECT one FROM base.pair WHERE one IN (FROM seed) UNION SELECT other FROM base.pair WHERE other IN (FROM seed)
UNION SELECT claim FROM touched_claim WHERE claim IN (SELECT claim FROM base.claim);

DROP TABLE seed;
