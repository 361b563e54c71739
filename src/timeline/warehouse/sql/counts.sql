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
    -- Numbered, for sorting by long names is slow.
    SELECT series, row_number() OVER (ORDER BY series) AS nth FROM (
        SELECT series FROM span UNION SELECT unnest(kinds) WHERE grouped_by = 'kind'
        UNION SELECT unnest(places) WHERE grouped_by = 'place' UNION SELECT unnest(countries) WHERE grouped_by = 'country'
        UNION SELECT unnest(targets) WHERE grouped_by = 'target' UNION SELECT 'events' WHERE grouped_by = 'all'
    )
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
    SELECT w.nth, w.series, d.day, coalesce(c.state, 'undeclared') AS coverage, coalesce(c.broken, false) AS broken
    FROM wanted w CROSS JOIN (
        SELECT CAST(unnest(generate_series(from_day - back, to_day + ahead, INTERVAL 1 DAY)) AS DATE) AS day
        FROM reach WHERE from_day <= to_day
    ) d LEFT JOIN declared c ON c.series = w.series AND c.day = d.day
), exact AS (
    SELECT series, starts AS day, n FROM span WHERE starts = starts_by AND starts = ends_from AND starts = ends
), vague AS MATERIALIZED (
    SELECT nth, starts, starts_by, ends_from, ends, lasting, n FROM span JOIN wanted USING (series)
    WHERE NOT (starts = starts_by AND starts = ends_from AND starts = ends)
), even AS MATERIALIZED (
    -- What is spread evenly over its days: n times the slope and its beginning. Open ends can't be.
    SELECT nth, lasting, n, a, b, y, z, n / (b - a + 1) AS up, n / (z - y + 1) AS down,
           (SELECT from_day FROM reach) AS origin
    FROM (
        SELECT nth, lasting, CAST(n AS DOUBLE) AS n, starts_by AS b, ends_from AS y,
               CASE WHEN starts > DATE '0001-01-01' AND ends < DATE '9999-12-31' THEN starts ELSE starts_by END AS a,
               CASE WHEN starts > DATE '0001-01-01' AND ends < DATE '9999-12-31' THEN ends ELSE ends_from END AS z
        FROM vague WHERE with_expected
          AND ((starts > DATE '0001-01-01' AND ends < DATE '9999-12-31') OR starts_by <= ends_from)
    )
), turn AS (
    -- Events of several possible days, as steps up and down whose running sums are the counts. Four sums of 31 bits
    -- travel as one number, for a sum of large numbers over many rows costs more than all the rest.
    SELECT nth, lasting, unnest([
        {'day': starts, 'packed': n * ${one}}, {'day': ends + 1, 'packed': -n * ${one}},
        {'day': starts_by, 'packed': on_day}, {'day': ends_from + 1, 'packed': -on_day},
        {'day': starts - ahead, 'packed': n * ${three}}, {'day': ends + back + 1, 'packed': -n * ${three}},
        {'day': starts_by - ahead, 'packed': inside}, {'day': ends_from + back + 1, 'packed': -inside}
    ], recursive := true)
    FROM (
        SELECT *, CAST(CASE WHEN starts_by <= ends_from THEN n ELSE 0 END AS HUGEINT) AS on_day,
               CASE WHEN starts_by - ends_from < days THEN n ELSE 0 END * ${two} AS inside
        FROM vague, frame
    )
    UNION ALL BY NAME
    SELECT nth, lasting, unnest([
        {'day': a, 'day_k': up, 'day_c': up * (1 - (a - origin)), 'k': 0.0, 'c': 0.0},
        {'day': b + 1, 'day_k': -up, 'day_c': n - up * (1 - (a - origin)), 'k': 0.0, 'c': 0.0},
        {'day': y + 1, 'day_k': -down, 'day_c': down * (y - origin), 'k': 0.0, 'c': 0.0},
        {'day': z + 2, 'day_k': down, 'day_c': -n - down * (y - origin), 'k': 0.0, 'c': 0.0},
        {'day': a - ahead, 'day_k': 0.0, 'day_c': 0.0, 'k': up, 'c': up * (1 + ahead - (a - origin))},
        {'day': b + 1 - ahead, 'day_k': 0.0, 'day_c': 0.0, 'k': -up, 'c': n - up * (1 + ahead - (a - origin))},
        {'day': y + back + 1, 'day_k': 0.0, 'day_c': 0.0, 'k': -down, 'c': down * (y - origin + back)},
        {'day': z + back + 2, 'day_k': 0.0, 'day_c': 0.0, 'k': down, 'c': -n - down * (y - origin + back)}
    ], recursive := true) FROM even, frame
    UNION ALL BY NAME
    -- What is open at an end and has no certain day is expected in the windows in which it is certain.
    SELECT nth, lasting, unnest([
        {'day': starts_by - ahead, 'day_k': 0.0, 'day_c': 0.0, 'k': 0.0, 'c': CAST(n AS DOUBLE)},
        {'day': ends_from + back + 1, 'day_k': 0.0, 'day_c': 0.0, 'k': 0.0, 'c': CAST(-n AS DOUBLE)}
    ], recursive := true) FROM vague, frame
    WHERE with_expected AND (starts = DATE '0001-01-01' OR ends = DATE '9999-12-31')
      AND starts_by > ends_from AND starts_by - ends_from < days
), step AS (
    -- Those that lasted go apart.
    SELECT nth, greatest(day, (SELECT from_day - back FROM reach)) AS day,
           sum(packed) FILTER (NOT lasting) AS packed, sum(packed) FILTER (lasting) AS packed_on,
           sum(day_k) FILTER (NOT lasting) AS day_k, sum(day_c) FILTER (NOT lasting) AS day_c,
           sum(k) FILTER (NOT lasting) AS k, sum(c) FILTER (NOT lasting) AS c,
           sum(day_k) FILTER (lasting) AS day_k_on, sum(day_c) FILTER (lasting) AS day_c_on,
           sum(k) FILTER (lasting) AS k_on, sum(c) FILTER (lasting) AS c_on
    FROM turn GROUP BY ALL
), level AS (
    -- What the running sums are from one step to the day before the next: where nothing is vague there is none.
    SELECT nth, CAST(unnest(generate_series(day, holds_to, INTERVAL 1 DAY)) AS DATE) AS day,
           packed, packed_on, day_k, day_c, k, c, day_k_on, day_c_on, k_on, c_on
    FROM (
        SELECT nth, day,
               coalesce(lead(day) OVER to_here - 1, (SELECT to_day + ahead FROM reach)) AS holds_to,
               sum(packed) OVER to_here AS packed,
               CASE WHEN under_way THEN sum(packed_on) OVER to_here END AS packed_on,
               CASE WHEN with_expected THEN sum(day_k) OVER to_here END AS day_k,
               CASE WHEN with_expected THEN sum(day_c) OVER to_here END AS day_c,
               CASE WHEN with_expected THEN sum(k) OVER to_here END AS k,
               CASE WHEN with_expected THEN sum(c) OVER to_here END AS c,
               CASE WHEN with_expected AND under_way THEN sum(day_k_on) OVER to_here END AS day_k_on,
               CASE WHEN with_expected AND under_way THEN sum(day_c_on) OVER to_here END AS day_c_on,
               CASE WHEN with_expected AND under_way THEN sum(k_on) OVER to_here END AS k_on,
               CASE WHEN with_expected AND under_way THEN sum(c_on) OVER to_here END AS c_on
        FROM step WINDOW to_here AS (PARTITION BY nth ORDER BY day ROWS UNBOUNDED PRECEDING)
    )
), windowed AS (
    -- Of each window the exact events, the gaps and the undeclared days are one number too. Nothing else is joined
    -- before, for a window pays for all that its rows carry.
    SELECT g.nth, g.series, g.day, g.day - (SELECT from_day FROM reach) AS nth_day, g.coverage, coalesce(x.n, 0) AS n,
           CAST(sum(CAST(coalesce(x.n, 0) AS BIGINT) * 4294967296 + CASE WHEN g.broken THEN 65536
               WHEN g.coverage = 'undeclared' THEN 1 ELSE 0 END) OVER around AS BIGINT) AS in_window
    FROM grid g LEFT JOIN exact x ON x.series = g.series AND x.day = g.day
    WINDOW around AS (PARTITION BY g.nth ORDER BY g.day ROWS BETWEEN ${back} PRECEDING AND ${ahead} FOLLOWING)
), running AS (
    SELECT w.*, l.packed, l.packed_on, l.day_k * w.nth_day + l.day_c AS day_even, l.k * w.nth_day + l.c AS even,
           l.day_k_on * w.nth_day + l.day_c_on AS day_even_on, l.k_on * w.nth_day + l.c_on AS even_on
    FROM windowed w LEFT JOIN level l ON l.nth = w.nth AND l.day = w.day
), unpacked AS (
    -- By shifts, for dividing numbers of 128 bits costs many times more.
    SELECT nth, series, day, coverage, n, in_window >> 32 AS in_window,
           CAST((in_window >> 16) & 65535 AS INTEGER) AS gaps, CAST(in_window & 65535 AS INTEGER) AS undeclared,
           CAST(coalesce(packed & ${low_bits}, 0) AS BIGINT) AS day_low,
           CAST(coalesce((packed >> 31) & ${low_bits}, 0) AS BIGINT) AS day_high,
           CAST(coalesce((packed >> 62) & ${low_bits}, 0) AS BIGINT) AS low,
           CAST(coalesce(packed >> 93, 0) AS BIGINT) AS high,
           CAST(coalesce(packed_on & ${low_bits}, 0) AS BIGINT) AS day_low_on,
           CAST(coalesce((packed_on >> 31) & ${low_bits}, 0) AS BIGINT) AS day_high_on,
           CAST(coalesce((packed_on >> 62) & ${low_bits}, 0) AS BIGINT) AS low_on,
           CAST(coalesce(packed_on >> 93, 0) AS BIGINT) AS high_on,
           coalesce(day_even, 0) AS day_even, coalesce(even, 0) AS even, coalesce(day_even_on, 0) AS day_even_on,
           coalesce(even_on, 0) AS even_on
    FROM running
), counted AS (
    -- What lasted counts in the mean on each of its days, what happened once counts once.
    SELECT *, CASE WHEN under_way THEN sum(day_low_on) OVER around ELSE 0 END AS mean_low_on,
           CASE WHEN under_way THEN sum(day_high_on) OVER around ELSE 0 END AS mean_high_on,
           CASE WHEN under_way AND with_expected THEN sum(day_even_on) OVER around ELSE 0 END AS mean_even_on
    FROM unpacked
    WINDOW around AS (PARTITION BY nth ORDER BY day ROWS BETWEEN ${back} PRECEDING AND ${ahead} FOLLOWING)
)
SELECT c.series, c.day, CAST(c.n + c.day_low + c.day_low_on AS BIGINT) AS certain,
       CAST(c.n + c.day_high + c.day_high_on AS BIGINT) AS possible, c.coverage,
       CAST(c.in_window + c.low + c.low_on AS BIGINT) AS rolling_certain,
       CAST(c.in_window + c.high + c.high_on AS BIGINT) AS rolling_possible,
       coalesce(c.gaps = 0 AND c.day - w.back >= w.data_since
           AND c.day + w.ahead <= greatest(c.day, w.data_until), false) AS complete,
       CASE WHEN with_expected THEN CAST(round(c.n + c.day_even + c.day_even_on, 9) AS DOUBLE) END AS expected,
       CASE WHEN with_expected THEN CAST(round(c.in_window + c.even + c.even_on, 9) AS DOUBLE) END AS rolling_expected,
       CAST((c.in_window + c.low + c.mean_low_on) / days AS DOUBLE) AS mean_certain,
       CAST((c.in_window + c.high + c.mean_high_on) / days AS DOUBLE) AS mean_possible,
       CASE WHEN with_expected THEN CAST(round((c.in_window + c.even + c.mean_even_on) / days, 9) AS DOUBLE)
            END AS mean_expected,
       c.day - w.back AS window_from, c.day + w.ahead AS window_to, c.gaps, c.undeclared
FROM counted c CROSS JOIN reach w
WHERE c.day BETWEEN w.from_day AND w.to_day ORDER BY c.nth, c.day;

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
