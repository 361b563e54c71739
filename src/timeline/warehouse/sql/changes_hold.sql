-- Whether these claims are as the delivery before left them: live where their line left, and not live where a line came
-- but none left. For a complete delivery nothing else may be live than what was in that one.
SELECT count(*) FILTER (a.leaves AND c.claim IS NULL) + count(*) FILTER (NOT a.leaves AND c.claim IS NOT NULL) = 0
   AND count(*) FILTER (a.leaves) = (SELECT count(*) FROM read_parquet(getvariable('left_keys')))
   AND (NOT getvariable('complete') OR (
       SELECT count(*) FROM base.claim WHERE feed = getvariable('feed') AND live) = (
       SELECT keys FROM base.delivery WHERE feed = getvariable('feed') ORDER BY known_at DESC, sha256 DESC LIMIT 1))
FROM among a LEFT JOIN (SELECT claim FROM base.claim WHERE feed = getvariable('feed') AND live) c ON c.claim = a.claim;
