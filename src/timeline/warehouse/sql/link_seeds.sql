-- Claims about which more is known than kind, dates and place, where something moved.
CREATE OR REPLACE TEMP TABLE linked AS
SELECT one AS claim FROM base.link UNION SELECT other FROM base.link
UNION SELECT one FROM base.pair UNION SELECT other FROM base.pair;

CREATE OR REPLACE TEMP TABLE reach AS
SELECT claim FROM linked WHERE claim IN (
    SELECT claim FROM moved UNION SELECT claim FROM involved
    UNION SELECT claim FROM base.claim WHERE event IN (SELECT event FROM touched_event)
    UNION SELECT claim FROM base.membership WHERE event IN (SELECT event FROM touched_event))
UNION SELECT claim FROM touched_claim WHERE claim IN (SELECT claim FROM base.claim);
