INSERT INTO touched_group SELECT DISTINCT ${group} FROM base.claim WHERE feed = getvariable('feed');
