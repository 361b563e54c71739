-- The first delivery of a feed, or documents that it never had: every row is new, nothing has to be compared. Rows that will share an event go in last: an
-- update of rows of the same transaction makes the commit write anew all that was bulk-loaded with them.
CREATE OR REPLACE TEMP TABLE crowded_group AS
SELECT grp FROM (
    SELECT ${group} AS grp, true AS arriving FROM ${incoming}
    UNION ALL SELECT ${group}, false FROM base.claim
    UNION ALL SELECT ${group}, false FROM base.claim_past
) WHERE grp IS NOT NULL GROUP BY grp HAVING count(*) > 1 AND bool_or(arriving);

INSERT INTO touched_group FROM crowded_group;

INSERT INTO base.claim
SELECT ${claim_key}, getvariable('feed'), row_key, coalesce(document_key, getvariable('document')), coalesce(single, false),
       1, 'delivery', true, ${known_at}, ${known_at}, ${delivery}, line, col,
       ${content},
       ${claim_key}, true
FROM ${incoming}
WHERE coalesce(${group} NOT IN (SELECT grp FROM crowded_group), true);

INSERT INTO base.claim
SELECT ${claim_key}, getvariable('feed'), row_key, coalesce(document_key, getvariable('document')), coalesce(single, false),
       1, 'delivery', true, ${known_at}, ${known_at}, ${delivery}, line, col,
       ${content},
       ${claim_key}, true
FROM ${incoming}
WHERE ${group} IN (SELECT grp FROM crowded_group);
