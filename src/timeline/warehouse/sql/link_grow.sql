-- One step further: everybody whom a tie or an equal group connects with those who were reached last.
CREATE OR REPLACE TEMP TABLE next AS
SELECT claim FROM grouped WHERE grp IN (SELECT grp FROM grouped WHERE claim IN (FROM latest))
UNION SELECT other FROM tie WHERE one IN (FROM latest)
EXCEPT FROM reach;

INSERT INTO reach FROM next;
CREATE OR REPLACE TEMP TABLE latest AS FROM next;
