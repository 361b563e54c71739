DELETE FROM base.decision;
INSERT INTO base.decision FROM new_decision;
DELETE FROM base.decided;
INSERT INTO base.decided FROM new_decided;
DELETE FROM base.link;
INSERT INTO base.link FROM new_link;
DELETE FROM base.added;
INSERT INTO base.added FROM new_added;
