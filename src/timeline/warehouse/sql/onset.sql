
-- When each counted event can have begun: first to last, and how many of that kind there are. One scan of the events;
-- all that follows works on this small relation.
onset AS MATERIALIZED (
    SELECT CASE WHEN kinds IS NULL THEN kind
                ELSE list_filter(kinds, lambda w: kind = w OR starts_with(kind, w || '.'))[1] END AS series,
           coalesce(starts, DATE '0001-01-01') AS first,
           coalesce(CASE WHEN lasting THEN coalesce(starts_by, starts) ELSE ends END, DATE '9999-12-31') AS last,
           count(*) AS n
    FROM ${event_rows}
    WHERE list_contains(statuses, status) AND list_contains(forms, form)
      AND (kinds IS NULL OR kind_matches(kind, kinds))
      AND (places IS NULL OR list_contains(places, place))
      AND (countries IS NULL OR list_contains(countries, country))
      AND (targets IS NULL OR list_contains(targets, target))
      AND (from_feeds IS NULL OR list_has_any(feeds, from_feeds))
      AND coalesce(starts, ends) IS NOT NULL
    GROUP BY ALL
), wanted AS MATERIALIZED (
    SELECT DISTINCT series FROM onset UNION SELECT unnest(kinds)
), declared AS MATERIALIZED (
    SELECT w.series, c.day, CASE WHEN bool_or(c.state = 'covered') THEN 'covered' ELSE 'gap' END AS state
    FROM coverage c JOIN wanted w ON w.series = c.kind OR starts_with(w.series, c.kind || '.')
    GROUP BY w.series, c.day
), reach AS MATERIALIZED (
    SELECT coalesce(CAST(since AS DATE), least(min(first) FILTER (first > DATE '0001-01-01'),
                                              (SELECT min(day) FROM declared))) AS from_day,
           coalesce(CAST(until AS DATE), greatest(max(last) FILTER (last < DATE '9999-12-31'),
                                              max(first) FILTER (first > DATE '0001-01-01'),
                                              (SELECT max(day) FROM declared))) AS to_day,
           least(min(first) FILTER (first > DATE '0001-01-01'), (SELECT min(day) FROM declared)) AS data_since
    FROM onset
), exact AS (
    SELECT series, first AS day, n FROM onset WHERE first = last
)