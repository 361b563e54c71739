-- Before a feed is replayed: take out all that its deliveries brought. The groups and events that this leaves behind
-- are remembered, so that the other feeds' claims in them are resolved again.
INSERT INTO touched_group
SELECT DISTINCT ${group} FROM (
    SELECT * EXCLUDE (event, alone) FROM base.claim WHERE feed = getvariable('feed')
    UNION ALL BY NAME
    SELECT * EXCLUDE (known_to) FROM base.claim_past WHERE feed = getvariable('feed'));
INSERT INTO touched_event
SELECT DISTINCT event FROM base.claim WHERE feed = getvariable('feed') AND NOT alone;
DELETE FROM base.membership WHERE claim IN (SELECT claim FROM base.claim WHERE feed = getvariable('feed'));
DELETE FROM base.claim WHERE feed = getvariable('feed');
DELETE FROM base.claim_past WHERE feed = getvariable('feed');
DELETE FROM base.reject WHERE feed = getvariable('feed');
DELETE FROM base.document WHERE feed = getvariable('feed');
DELETE FROM base.delivery WHERE feed = getvariable('feed');
