CREATE OR REPLACE TEMP TABLE changed_pair AS
(FROM base.pair EXCEPT FROM new_pair) UNION (FROM new_pair EXCEPT FROM base.pair);

INSERT INTO touched_claim SELECT one FROM changed_pair UNION SELECT other FROM changed_pair;

DELETE FROM base.pair;
INSERT INTO base.pair FROM new_pair;
