-- The live claims that this delivery withdraws if it does not bring them.
CREATE OR REPLACE TEMP TABLE leaving AS
SELECT claim FROM base.claim
WHERE feed = getvariable('feed') AND live
  AND (
    (getvariable('complete')
     AND (getvariable('covers_since') IS NULL OR coalesce(ends, starts) >= getvariable('covers_since'))
     AND (getvariable('covers_until') IS NULL OR coalesce(starts, ends) <= getvariable('covers_until')))
    OR claim IN (SELECT ${claim_key} FROM ${deletions})
  );
