-- A changed claim is written as if it were alone. The row of the event that it leaves has to go even where nobody else
-- was in it: a single claim has one when people decided on its event.
INSERT INTO touched_event
SELECT event FROM base.claim WHERE NOT alone AND claim IN (SELECT claim FROM touched WHERE what <> 'new');

-- Close the versions that are superseded, then write the new ones.
INSERT INTO base.claim_past
SELECT c.* EXCLUDE (event, alone), getvariable('known_at')
FROM base.claim c JOIN touched t ON c.claim = t.claim WHERE t.what <> 'new';

CREATE OR REPLACE TEMP TABLE leaving_rows AS
SELECT c.* REPLACE (c.version + 1 AS version, 'delivery' AS cause, false AS live,
                    getvariable('known_at') AS known_at, getvariable('delivery') AS delivery)
FROM base.claim c JOIN touched t ON c.claim = t.claim WHERE t.what = 'gone';

DELETE FROM base.claim WHERE claim IN (SELECT claim FROM touched WHERE what <> 'new');

INSERT INTO base.claim FROM leaving_rows;

INSERT INTO base.claim
SELECT t.claim, getvariable('feed'), row_key, coalesce(document_key, getvariable('document')), coalesce(single, false),
       coalesce(t.version, 0) + 1, 'delivery', true,
       coalesce(t.first_known_at, getvariable('known_at')), getvariable('known_at'), getvariable('delivery'), line, col,
       ${content},
       t.claim, true
FROM ${incoming} i JOIN touched t ON i.row_number = t.row_number;
