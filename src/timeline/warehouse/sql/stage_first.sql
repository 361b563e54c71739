-- First delivery of a feed: every row is new, nothing has to be compared.
INSERT INTO base.claim
SELECT ${claim_key}, getvariable('feed'), row_key, coalesce(document_key, getvariable('document')), coalesce(single, false),
       1, 'delivery', true, getvariable('known_at'), getvariable('known_at'), getvariable('delivery'), line, col,
       ${content},
       ${claim_key}, true
FROM ${incoming};
