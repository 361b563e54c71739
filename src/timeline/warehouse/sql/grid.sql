grid AS MATERIALIZED (
    SELECT w.series, d.day, coalesce(c.state, 'undeclared') AS coverage, d.day >= d.from_day AS shown,
           d.data_since AS reaches_back_to
    FROM wanted w CROSS JOIN (
        SELECT CAST(unnest(generate_series(from_day - ${back}, to_day, INTERVAL 1 DAY)) AS DATE) AS day,
               from_day, data_since
        FROM reach
    ) d LEFT JOIN declared c ON c.series = w.series AND c.day = d.day
), step AS MATERIALIZED (
    -- Events of several possible days, as steps up and down whose running sum is the count.
    SELECT series, greatest(day, (SELECT from_day - ${back} FROM reach)) AS day, sum(day_possible) AS day_possible,
           sum(possible) AS possible, sum(certain) AS certain
    FROM (
        SELECT series, first AS day, n AS day_possible, n AS possible, 0 AS certain FROM onset WHERE first < last
        UNION ALL SELECT series, last + 1, -n, 0, 0 FROM onset WHERE first < last
        UNION ALL SELECT series, last + ${days}, 0, -n, 0 FROM onset WHERE first < last
        UNION ALL SELECT series, last, 0, 0, n FROM onset WHERE first < last AND last - first < ${days}
        UNION ALL SELECT series, first + ${days}, 0, 0, -n FROM onset WHERE first < last AND last - first < ${days}
    ) GROUP BY ALL
), ranged AS (
    -- Their running sums, for the series that have any: most have none, and pay nothing.
    SELECT g.series, g.day, sum(coalesce(s.day_possible, 0)) OVER to_here AS day_possible,
           sum(coalesce(s.possible, 0)) OVER to_here AS possible, sum(coalesce(s.certain, 0)) OVER to_here AS certain
    FROM grid g LEFT JOIN step s ON s.series = g.series AND s.day = g.day
    WHERE g.series IN (SELECT series FROM step)
    WINDOW to_here AS (PARTITION BY g.series ORDER BY g.day ROWS UNBOUNDED PRECEDING)
)
