-- The live claims that this delivery withdraws if it does not bring them. A row that could not be taken is not missing. A
-- document that is delivered anew takes the place of its earlier version; those that are not delivered stay.
CREATE OR REPLACE TEMP TABLE leaving AS
SELECT claim FROM base.claim
WHERE feed = getvariable('feed') AND live
  AND (
    (getvariable('complete')
     AND (getvariable('covers_since') IS NULL OR coalesce(ends, starts) >= getvariable('covers_since'))
     AND (getvariable('covers_until') IS NULL OR coalesce(starts, ends) <= getvariable('covers_until'))
     AND claim NOT IN (SELECT ${claim_key} FROM ${unreadable} WHERE ident IS NOT NULL))
    OR claim IN (SELECT ${claim_key} FROM ${deletions})
    ${replaced}
  );
