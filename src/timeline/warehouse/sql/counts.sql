-- Counts by series and day, zero-filled. An event counts on the day it begins. certain: it surely began that day;
-- possible: it may have. An event under way (a referendum's days) counts once, on its first day.
CREATE OR REPLACE MACRO daily_counts${as_of}(
    ${moment}kinds := NULL, places := NULL, countries := NULL, targets := NULL, since := NULL, until := NULL,
    from_feeds := NULL, statuses := ['asserted'], forms := ['incident']
) AS TABLE
WITH ${onset}, ${grid_daily}
SELECT g.series, g.day, CAST(coalesce(x.n, 0) AS BIGINT) AS certain,
       CAST(coalesce(x.n, 0) + coalesce(r.day_possible, 0) AS BIGINT) AS possible, g.coverage
FROM grid g
LEFT JOIN exact x ON x.series = g.series AND x.day = g.day
LEFT JOIN ranged r ON r.series = g.series AND r.day = g.day
ORDER BY g.series, g.day;

-- Counts of the last `days` calendar days that end with each day. rolling_certain: events that surely began in the
-- window; rolling_possible: that may have. complete: the data reaches back over the whole window and has no gap in it.
CREATE OR REPLACE MACRO rolling_counts${as_of}(
    ${moment}days := 7, kinds := NULL, places := NULL, countries := NULL, targets := NULL, since := NULL, until := NULL,
    from_feeds := NULL, statuses := ['asserted'], forms := ['incident']
) AS TABLE
WITH ${onset}, ${grid_rolling}, near_gap AS (
    SELECT DISTINCT series, day + CAST(unnest(range(days)) AS INTEGER) AS day FROM declared WHERE state = 'gap'
), counted AS (
    SELECT g.*, coalesce(x.n, 0) AS n,
           sum(coalesce(x.n, 0)) OVER (
               PARTITION BY g.series ORDER BY g.day ROWS (CAST(days AS INTEGER) - 1) PRECEDING) AS in_window
    FROM grid g LEFT JOIN exact x ON x.series = g.series AND x.day = g.day
)
SELECT c.series, c.day, CAST(c.n AS BIGINT) AS certain,
       CAST(c.n + coalesce(r.day_possible, 0) AS BIGINT) AS possible, c.coverage,
       CAST(c.in_window + coalesce(r.certain, 0) AS BIGINT) AS rolling_certain,
       CAST(c.in_window + coalesce(r.possible, 0) AS BIGINT) AS rolling_possible,
       g.day IS NULL AND c.day - CAST(days AS INTEGER) + 1 >= c.reaches_back_to AS complete
FROM counted c
LEFT JOIN ranged r ON r.series = c.series AND r.day = c.day
LEFT JOIN near_gap g ON g.series = c.series AND g.day = c.day
WHERE c.shown ORDER BY c.series, c.day;
