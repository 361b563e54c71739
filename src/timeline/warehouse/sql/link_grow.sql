-- Everybody who is connected with those: by equal kind, dates and place at any time, by a likeness, or by a decision.
INSERT INTO reach
SELECT claim FROM spell WHERE grp IN (SELECT grp FROM spell WHERE claim IN (FROM reach))
UNION SELECT other FROM base.link WHERE one IN (FROM reach) UNION SELECT one FROM base.link WHERE other IN (FROM reach)
UNION SELECT other FROM base.pair WHERE one IN (FROM reach) UNION SELECT one FROM base.pair WHERE other IN (FROM reach)
EXCEPT FROM reach;
