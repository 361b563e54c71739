-- A reject is closed by the delivery that brings its row, or by a complete one (or the next fetch) in which it
-- does not stand any more.
CREATE OR REPLACE TEMP TABLE refused AS
SELECT DISTINCT row_key, line, col, reason, text FROM (${refused});

UPDATE base.reject SET closed_by = getvariable('delivery'), closed_at = getvariable('known_at')
WHERE feed = getvariable('feed') AND closed_by IS NULL
  AND (getvariable('complete') OR getvariable('supersedes') OR path = getvariable('path')
       OR (row_key IS NOT NULL AND ${reject_key} IN (SELECT ${claim_key} FROM ${brought})))
  AND NOT EXISTS (
    SELECT 1 FROM refused r
    WHERE r.reason = reject.reason AND r.text IS NOT DISTINCT FROM reject.text
      AND r.row_key IS NOT DISTINCT FROM reject.row_key);

INSERT INTO base.reject
SELECT getvariable('feed'), getvariable('delivery'), getvariable('path'), row_key, line, col, reason, text,
       getvariable('known_at'), NULL, NULL
FROM refused r
WHERE NOT EXISTS (
    SELECT 1 FROM base.reject o
    WHERE o.feed = getvariable('feed') AND o.closed_by IS NULL AND o.reason = r.reason
      AND o.text IS NOT DISTINCT FROM r.text AND o.row_key IS NOT DISTINCT FROM r.row_key);
