-- Between which days each counted event began and ended, and how many events have the same: one scan of the events; all
-- counts are made of this small relation. Without under_way only the beginning counts. grouped_by: kind (the one of
-- `kinds` it falls under, else its own), subkind, target, place, country, speaker (one row for each) or all.
CREATE OR REPLACE MACRO count_spans${as_of}(
    ${moment}kinds := NULL, places := NULL, countries := NULL, targets := NULL, from_feeds := NULL,
    statuses := ['asserted'], forms := ['incident'], grouped_by := 'kind', under_way := false
) AS TABLE
WITH counted AS (
    SELECT event, kind, place, country, target, starts AS s, ends AS e, coalesce(lasting, false) AS went_on,
           coalesce(starts, DATE '0001-01-01') AS first,
           coalesce(CASE WHEN lasting THEN coalesce(starts_by, starts, ends) ELSE ends END, DATE '9999-12-31') AS last,
           ends_from
    FROM ${event_rows}
    WHERE list_contains(statuses, status) AND list_contains(forms, form)
      AND (kinds IS NULL OR kind_matches(kind, kinds))
      AND (places IS NULL OR list_contains(places, place))
      AND (countries IS NULL OR list_contains(countries, country))
      AND (targets IS NULL OR list_contains(targets, target))
      AND (from_feeds IS NULL OR list_has_any(feeds, from_feeds))
      AND coalesce(starts, ends) IS NOT NULL
), named AS (
    SELECT * EXCLUDE (event), CASE grouped_by
               WHEN 'kind' THEN CASE WHEN kinds IS NULL THEN kind
                   ELSE list_filter(kinds, lambda w: kind = w OR starts_with(kind, w || '.'))[1] END
               WHEN 'subkind' THEN kind WHEN 'target' THEN target WHEN 'place' THEN place WHEN 'country' THEN country
               WHEN 'all' THEN 'events' END AS told
    FROM counted WHERE grouped_by <> 'speaker'
    UNION ALL
    SELECT c.* EXCLUDE (event), m.speaker FROM counted c LEFT JOIN (
        SELECT DISTINCT event, ${said_by} AS speaker FROM ${claim_rows} WHERE grouped_by = 'speaker' AND live
    ) m ON m.event = c.event WHERE grouped_by = 'speaker'
)
SELECT coalesce(told, 'not given') AS series, first AS starts, last AS starts_by, coalesce(until_from, first) AS ends_from,
       coalesce(until_last, last) AS ends, coalesce(on_and_on, false) AS lasting, n
FROM (
    -- Grouping by few columns is what makes this quick.
    SELECT told, first, last, count(*) AS n FROM named WHERE NOT under_way GROUP BY ALL
    UNION ALL BY NAME
    -- What lasted on one day alone is as if it had happened then: such spans must not stand here twice.
    SELECT told, first, last,
           CASE WHEN went_on AND s IS DISTINCT FROM e THEN coalesce(ends_from, e, s, DATE '0001-01-01') END AS until_from,
           coalesce(e, DATE '9999-12-31') AS until_last, went_on AND s IS DISTINCT FROM e AS on_and_on, count(*) AS n
    FROM named WHERE under_way GROUP BY ALL
);
