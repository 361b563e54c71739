-- Counts of the last `days` calendar days that end with each day, zero-filled; of the days around it when centred.
-- rolling_certain: events that surely lie in the window; rolling_possible: that may. complete: the data reaches over
-- the whole window and has no gap in it.
CREATE OR REPLACE MACRO rolling_counts${as_of}(
    ${moment}days := 7, kinds := NULL, places := NULL, countries := NULL, targets := NULL, since := NULL, until := NULL,
    from_feeds := NULL, statuses := ['asserted'], forms := ['incident'], grouped_by := 'kind', under_way := false,
    centred := false, with_expected := false
) AS TABLE
WITH span AS MATERIALIZED (
    FROM count_spans${as_of}(${passed}kinds := kinds, places := places, countries := countries, targets := targets,
        from_feeds := from_feeds, statuses := statuses, forms := forms, grouped_by := grouped_by,
        under_way := under_way)
), frame AS (
    SELECT CAST(CASE WHEN centred THEN (days - 1) // 2 ELSE 0 END AS INTEGER) AS ahead,
           CAST(days AS INTEGER) - 1 - CAST(CASE WHEN centred THEN (days - 1) // 2 ELSE 0 END AS INTEGER) AS back
), wanted AS MATERIALIZED (
    SELECT DISTINCT series FROM span UNION SELECT unnest(kinds) WHERE grouped_by = 'kind'
    UNION SELECT unnest(places) WHERE grouped_by = 'place' UNION SELECT unnest(countries) WHERE grouped_by = 'country'
    UNION SELECT unnest(targets) WHERE grouped_by = 'target' UNION SELECT 'events' WHERE grouped_by = 'all'
), counted_kind AS MATERIALIZED (
    -- A series that is no kind has the coverage of all kinds which are counted.
    SELECT series AS kind FROM wanted WHERE grouped_by IN ('kind', 'subkind')
    UNION SELECT unnest(kinds) WHERE grouped_by NOT IN ('kind', 'subkind')
    UNION SELECT series FROM count_spans${as_of}(${passed}places := places, countries := countries, targets := targets,
        from_feeds := from_feeds, statuses := statuses, forms := forms, grouped_by := 'subkind')
    WHERE kinds IS NULL AND grouped_by NOT IN ('kind', 'subkind')
), declared_kind AS MATERIALIZED (
    SELECT w.kind, c.day, bool_and(c.state = 'gap') AS gap
    FROM coverage c JOIN counted_kind w ON w.kind = c.kind OR starts_with(w.kind, c.kind || '.')
    GROUP BY w.kind, c.day
), declared AS MATERIALIZED (
    SELECT kind AS series, day, CASE WHEN gap THEN 'gap' ELSE 'covered' END AS state, gap AS broken
    FROM declared_kind WHERE grouped_by IN ('kind', 'subkind')
    UNION ALL
    SELECT w.series, d.day,
           CASE WHEN d.gaps = d.kinds_of THEN 'gap' WHEN d.gaps = 0 AND d.told = d.kinds_of THEN 'covered'
                ELSE 'undeclared' END, d.gaps > 0
    FROM wanted w CROSS JOIN (
        SELECT day, count(*) FILTER (gap) AS gaps, count(*) AS told,
               (SELECT count(*) FROM counted_kind) AS kinds_of
        FROM declared_kind GROUP BY day
    ) d WHERE grouped_by NOT IN ('kind', 'subkind')
), known AS MATERIALIZED (
    SELECT least(min(starts) FILTER (starts > DATE '0001-01-01'), (SELECT min(day) FROM declared)) AS data_since,
           greatest(max(ends) FILTER (ends < DATE '9999-12-31'),
                    max(starts) FILTER (starts > DATE '0001-01-01'), (SELECT max(day) FROM declared)) AS data_until
    FROM span
), reach AS MATERIALIZED (
    SELECT coalesce(CAST(since AS DATE), data_since, data_until) AS from_day,
           coalesce(CAST(until AS DATE), data_until, data_since) AS to_day, data_since, data_until, ahead, back
    FROM known, frame
), grid AS MATERIALIZED (
    SELECT w.series, d.day, coalesce(c.state, 'undeclared') AS coverage, coalesce(c.broken, false) AS broken
    FROM wanted w CROSS JOIN (
        SELECT CAST(unnest(generate_series(from_day - back, to_day + ahead, INTERVAL 1 DAY)) AS DATE) AS day
        FROM reach WHERE from_day <= to_day
    ) d LEFT JOIN declared c ON c.series = w.series AND c.day = d.day
), exact AS (
    SELECT series, starts AS day, sum(n) AS n FROM span
    WHERE starts = starts_by AND starts = ends_from AND starts = ends GROUP BY ALL
), vague AS MATERIALIZED (
    SELECT * FROM span WHERE NOT (starts = starts_by AND starts = ends_from AND starts = ends)
), even AS MATERIALIZED (
    -- What is spread evenly over its days: n times the slope and its beginning. Open ends can't be.
    SELECT series, lasting, n, a, b, y, z, n / (b - a + 1) AS up, n / (z - y + 1) AS down,
           (SELECT from_day FROM reach) AS origin
    FROM (
        SELECT series, lasting, CAST(n AS DOUBLE) AS n, starts_by AS b, ends_from AS y,
               CASE WHEN starts > DATE '0001-01-01' AND ends < DATE '9999-12-31' THEN starts ELSE starts_by END AS a,
               CASE WHEN starts > DATE '0001-01-01' AND ends < DATE '9999-12-31' THEN ends ELSE ends_from END AS z
        FROM vague WHERE with_expected
          AND ((starts > DATE '0001-01-01' AND ends < DATE '9999-12-31') OR starts_by <= ends_from)
    )
), step AS MATERIALIZED (
    -- Events of several possible days, as steps up and down whose running sums are the counts.
    SELECT series, lasting, greatest(day, (SELECT from_day - back FROM reach)) AS day,
           sum(coalesce(day_low, 0) + coalesce(day_high, 0) * ${one} + coalesce(low, 0) * ${two}
               + coalesce(high, 0) * ${three}) AS packed,
           sum(day_k) AS day_k, sum(day_c) AS day_c, sum(k) AS k, sum(c) AS c
    FROM (
        SELECT series, lasting, starts AS day, n AS day_high FROM vague
        UNION ALL BY NAME SELECT series, lasting, ends + 1 AS day, -n AS day_high FROM vague
        UNION ALL BY NAME SELECT series, lasting, starts_by AS day, n AS day_low FROM vague WHERE starts_by <= ends_from
        UNION ALL BY NAME SELECT series, lasting, ends_from + 1 AS day, -n AS day_low FROM vague WHERE starts_by <= ends_from
        UNION ALL BY NAME SELECT series, lasting, starts - ahead AS day, n AS high FROM vague, frame
        UNION ALL BY NAME SELECT series, lasting, ends + back + 1 AS day, -n AS high FROM vague, frame
        UNION ALL BY NAME SELECT series, lasting, starts_by - ahead AS day, n AS low FROM vague, frame
            WHERE starts_by - ends_from < days
        UNION ALL BY NAME SELECT series, lasting, ends_from + back + 1 AS day, -n AS low FROM vague, frame
            WHERE starts_by - ends_from < days
        UNION ALL BY NAME SELECT series, lasting, a AS day, up AS day_k, up * (1 - (a - origin)) AS day_c FROM even
        UNION ALL BY NAME SELECT series, lasting, b + 1 AS day, -up AS day_k, n - up * (1 - (a - origin)) AS day_c FROM even
        UNION ALL BY NAME SELECT series, lasting, y + 1 AS day, -down AS day_k, down * (y - origin) AS day_c FROM even
        UNION ALL BY NAME SELECT series, lasting, z + 2 AS day, down AS day_k, -n - down * (y - origin) AS day_c FROM even
        UNION ALL BY NAME SELECT series, lasting, a - ahead AS day, up AS k, up * (1 + ahead - (a - origin)) AS c FROM even, frame
        UNION ALL BY NAME SELECT series, lasting, b + 1 - ahead AS day, -up AS k,
            n - up * (1 + ahead - (a - origin)) AS c FROM even, frame
        UNION ALL BY NAME SELECT series, lasting, y + back + 1 AS day, -down AS k,
            down * (y - origin + back) AS c FROM even, frame
        UNION ALL BY NAME SELECT series, lasting, z + back + 2 AS day, down AS k,
            -n - down * (y - origin + back) AS c FROM even, frame
    ) GROUP BY ALL
), running AS (
    -- Their running sums, for the series that have any: most have none, and pay nothing. Four sums of 31 bits travel as
    -- one number, for a window over the grid costs more than all the rest.
    SELECT g.series, g.day, h.lasting, sum(coalesce(s.packed, 0)) OVER to_here AS packed,
           CASE WHEN with_expected THEN sum(coalesce(s.day_k, 0)) OVER to_here * (g.day - (SELECT from_day FROM reach))
               + sum(coalesce(s.day_c, 0)) OVER to_here END AS day_even,
           CASE WHEN with_expected THEN sum(coalesce(s.k, 0)) OVER to_here * (g.day - (SELECT from_day FROM reach))
               + sum(coalesce(s.c, 0)) OVER to_here END AS even
    FROM (SELECT DISTINCT series, lasting FROM step) h JOIN grid g ON g.series = h.series
    LEFT JOIN step s ON s.series = g.series AND s.lasting = h.lasting AND s.day = g.day
    WINDOW to_here AS (PARTITION BY g.series, h.lasting ORDER BY g.day ROWS UNBOUNDED PRECEDING)
), summed AS (
    SELECT series, day, lasting, CAST(packed % ${one} AS BIGINT) AS day_low,
           CAST(packed // ${one} % ${one} AS BIGINT) AS day_high, CAST(packed // ${two} % ${one} AS BIGINT) AS low,
           CAST(packed // ${three} AS BIGINT) AS high, day_even, even
    FROM running
), ranged AS (
    -- What lasted counts in the mean on each of its days, what happened once counts once.
    SELECT series, day, sum(day_low) AS day_low, sum(day_high) AS day_high, sum(day_even) AS day_even,
           sum(low) AS low, sum(high) AS high, sum(even) AS even, sum(mean_low) AS mean_low,
           sum(mean_high) AS mean_high, sum(mean_even) AS mean_even
    FROM (
        SELECT *, low AS mean_low, high AS mean_high, even AS mean_even FROM summed WHERE NOT lasting
        UNION ALL
        SELECT *, sum(day_low) OVER around, sum(day_high) OVER around, sum(day_even) OVER around
        FROM summed WHERE lasting
        WINDOW around AS (PARTITION BY series ORDER BY day ROWS BETWEEN ${back} PRECEDING AND ${ahead} FOLLOWING)
    ) GROUP BY ALL
), around AS (
    -- Of each window the exact events, the gaps and the undeclared days, again as one number.
    SELECT g.*, coalesce(x.n, 0) AS n,
           sum(CAST(coalesce(x.n, 0) AS BIGINT) * 16777216 + CASE WHEN g.broken THEN 4096
               WHEN g.coverage = 'undeclared' THEN 1 ELSE 0 END) OVER (
               PARTITION BY g.series ORDER BY g.day ROWS BETWEEN ${back} PRECEDING AND ${ahead} FOLLOWING) AS packed
    FROM grid g LEFT JOIN exact x ON x.series = g.series AND x.day = g.day
), counted AS (
    SELECT * EXCLUDE (packed), CAST(packed // 16777216 AS BIGINT) AS in_window,
           CAST(packed // 4096 % 4096 AS INTEGER) AS gaps, CAST(packed % 4096 AS INTEGER) AS undeclared
    FROM around
)
SELECT c.series, c.day, CAST(c.n + coalesce(r.day_low, 0) AS BIGINT) AS certain,
       CAST(c.n + coalesce(r.day_high, 0) AS BIGINT) AS possible, c.coverage,
       CAST(c.in_window + coalesce(r.low, 0) AS BIGINT) AS rolling_certain,
       CAST(c.in_window + coalesce(r.high, 0) AS BIGINT) AS rolling_possible,
       coalesce(c.gaps = 0 AND c.day - w.back >= w.data_since
           AND c.day + w.ahead <= greatest(c.day, w.data_until), false) AS complete,
       CASE WHEN with_expected THEN CAST(round(c.n + coalesce(r.day_even, 0), 9) AS DOUBLE) END AS expected,
       CASE WHEN with_expected THEN CAST(round(c.in_window + coalesce(r.even, 0), 9) AS DOUBLE) END AS rolling_expected,
       CAST((c.in_window + coalesce(r.mean_low, 0)) / days AS DOUBLE) AS mean_certain,
       CAST((c.in_window + coalesce(r.mean_high, 0)) / days AS DOUBLE) AS mean_possible,
       CASE WHEN with_expected THEN CAST(round((c.in_window + coalesce(r.mean_even, 0)) / days, 9) AS DOUBLE)
            END AS mean_expected,
       c.day - w.back AS window_from, c.day + w.ahead AS window_to, c.gaps, c.undeclared
FROM counted c CROSS JOIN reach w LEFT JOIN ranged r ON r.series = c.series AND r.day = c.day
WHERE c.day BETWEEN w.from_day AND w.to_day ORDER BY c.series, c.day;

-- Counts by series and day, zero-filled. An event counts on the day it begins, or with under_way on each day on which
-- it goes on. certain: it surely did that day; possible: it may have.
CREATE OR REPLACE MACRO daily_counts${as_of}(
    ${moment}kinds := NULL, places := NULL, countries := NULL, targets := NULL, since := NULL, until := NULL,
    from_feeds := NULL, statuses := ['asserted'], forms := ['incident'], grouped_by := 'kind', under_way := false,
    with_expected := false
) AS TABLE
SELECT series, day, certain, possible, coverage, expected
FROM rolling_counts${as_of}(${passed}days := 1, kinds := kinds, places := places, countries := countries,
    targets := targets, since := since, until := until, from_feeds := from_feeds, statuses := statuses, forms := forms,
    grouped_by := grouped_by, under_way := under_way, with_expected := with_expected);
