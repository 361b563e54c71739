CREATE OR REPLACE MACRO kind_matches(one, wanted) AS
    len(list_filter(wanted, lambda w: one = w OR starts_with(one, w || '.'))) > 0;

CREATE OR REPLACE MACRO as_moment(told) AS CASE
    WHEN regexp_full_match(CAST(told AS VARCHAR), '\d{4}-\d{2}-\d{2}') THEN
        timezone((SELECT "value" FROM base.setting WHERE name = 'zone'),
                 CAST(CAST(CAST(told AS VARCHAR) AS DATE) + 1 AS TIMESTAMP)) - INTERVAL 1 MICROSECOND
    ELSE CAST(told AS TIMESTAMPTZ) END;

-- EDTF, ISO 8601-2 level 1 and [a..b]: the same rule as timeline.dates.edtf, where its table stands.
-- A macro is written out wherever it is named, and each query of events or claims plans and sets up all of it: so each
-- part is named as seldom as can be.
CREATE OR REPLACE MACRO edtf_instant(clock, exact) AS
    left(strftime(timezone('UTC', clock), '%Y-%m-%dT%H:%M:%S'), CASE WHEN exact = 'second' THEN 19 ELSE 16 END) || 'Z';

DROP MACRO IF EXISTS edtf_choice;  -- ledgers of older programs have it
CREATE OR REPLACE MACRO edtf_joined(a, b, went_on, one) AS
    format(CASE WHEN went_on THEN '{0}/{1}' WHEN one THEN '{0}' ELSE '[{0}..{1}]' END,
           coalesce(a, CASE WHEN went_on THEN '..' ELSE '' END), coalesce(b, CASE WHEN went_on THEN '..' ELSE '' END));

CREATE OR REPLACE MACRO edtf_unit(a, b) AS CASE
    WHEN a = b THEN CAST(a AS VARCHAR)
    WHEN day(a) = 1 AND b = last_day(b) THEN CASE datediff('month', a, b)
        WHEN 0 THEN strftime(a, '%Y-%m')
        WHEN 2 THEN CASE WHEN month(a) % 3 = 0 THEN format('{:04d}-{}', year(a), 20 + month(a) // 3) END
        WHEN 11 THEN CASE WHEN month(a) = 1 THEN format('{:04d}', year(a)) END
        WHEN 119 THEN CASE WHEN month(a) = 1 AND year(a) % 10 = 0 THEN format('{:03d}X', year(a) // 10) END
        WHEN 1199 THEN CASE WHEN month(a) = 1 AND year(a) % 100 = 0 THEN format('{:02d}XX', year(a) // 100) END END
    END;

-- The unit whose first and last month are so many months apart.
CREATE OR REPLACE MACRO edtf_precision(months) AS
    CASE months WHEN 0 THEN 'month' WHEN 2 THEN 'season' WHEN 11 THEN 'year' WHEN 119 THEN 'decade'
        WHEN 1199 THEN 'century' END;

CREATE OR REPLACE MACRO edtf_of(first, last, exact, went_on, first_by, last_from, clock_first, clock_last, other) AS
${edtf};

-- A number as a title ends with it: "8,572 crossings", "16 km"; nothing for none.
CREATE OR REPLACE MACRO figure_in_words(figure) AS CASE WHEN figure."value" <> 0 THEN
    CASE WHEN figure."value" = floor(figure."value") AND abs(figure."value") < 1e15
         THEN format('{:,}', CAST(figure."value" AS BIGINT)) ELSE CAST(figure."value" AS VARCHAR) END
    || coalesce(' ' || CASE WHEN figure.unit = 'persons' THEN figure.measure ELSE coalesce(figure.unit, figure.measure) END, '')
    END;

-- The name of a country; any other code stays as it is. Two texts are planned with in a quarter of the time of a map.
CREATE OR REPLACE MACRO country_name(code) AS
    coalesce(string_split(${country_names}, '|')[list_position(string_split(${country_codes}, '|'), code)], code);

-- From which to which number: both the same for an exact one; NULL where nothing bounds it.
CREATE OR REPLACE MACRO figure_low(figure) AS
    CASE WHEN figure.low IS NULL AND figure.high IS NULL THEN figure."value" ELSE figure.low END;
CREATE OR REPLACE MACRO figure_high(figure) AS
    CASE WHEN figure.low IS NULL AND figure.high IS NULL THEN figure."value" ELSE figure.high END;

CREATE OR REPLACE VIEW kinds AS SELECT * FROM base.kind ORDER BY kind;

CREATE OR REPLACE VIEW feeds AS
SELECT f.feed, f.files, f.url, f.zone, f.cadence_days, f.complete, f.covers_since, f.covers_until, f.kinds,
       count(d.delivery) AS deliveries, max(d.known_at) AS last_known_at, max(d.ingested_at) AS last_ingested_at
FROM base.feed f LEFT JOIN base.delivery d ON d.feed = f.feed
GROUP BY ALL ORDER BY f.feed;

CREATE OR REPLACE VIEW deliveries AS
SELECT delivery AS delivery_id, feed, known_at, known_from, sha256, path, size, ingested_at, run,
       covers_since, covers_until, kinds, rows, claims, new, changed, gone, rejects, problem
FROM base.delivery ORDER BY known_at, feed, sha256;

CREATE OR REPLACE VIEW documents AS
SELECT document AS document_id, version, feed, delivery AS delivery_id, title, publisher, url, published_at,
       published_on, published_from, language, known_at, path, text
FROM base.document ORDER BY feed, document, known_at;

CREATE OR REPLACE VIEW runs AS
SELECT r.*, d.decision AS undone_by
FROM base.run r LEFT JOIN (
    SELECT unnest(about) AS run, decision FROM base.decision WHERE what = 'undo' AND undone_by IS NULL
) d ON d.run = r.run ORDER BY r.started_at;

CREATE OR REPLACE VIEW rejects AS
SELECT feed, delivery AS delivery_id, path AS file, line, col AS "column", reason, text, row_key, known_at,
       closed_by, closed_at
FROM base.reject ORDER BY feed, path, line;

CREATE OR REPLACE VIEW claims AS
SELECT ${claim_columns}
FROM base.claim c LEFT JOIN base.kind k ON k.kind = c.kind WHERE c.live;

CREATE OR REPLACE VIEW quantities AS
SELECT 'C' || format('{:016x}', claim) AS claim_id, 'E' || format('{:016x}', event) AS event_id, feed, kind, form,
       modality, starts, ends, "precision", place, country, target, q.measure, q.basis, q."value", q.low, q.high,
       q.unit, q.direction, q.who, q.scope, speaker, carrier, publisher, url, published_at, known_at
FROM (SELECT *, unnest(quantities) AS q FROM base.claim WHERE live);

-- One happening a row. Events of one claim are read from the claims themselves.
CREATE OR REPLACE VIEW event_rows AS
SELECT ${alone_columns} FROM base.claim WHERE alone AND live
UNION ALL BY NAME
FROM base.event;

CREATE OR REPLACE VIEW events AS
SELECT ${event_columns} FROM event_rows e LEFT JOIN base.kind k ON k.kind = e.kind;

-- For each feed and kind: the days that a delivery brought, and those that none did within what the feed covers.
CREATE OR REPLACE VIEW coverage AS
WITH delivered AS (
    SELECT d.feed, unnest(CASE WHEN len(d.kinds) > 0 THEN d.kinds ELSE f.kinds END) AS kind,
           coalesce(d.covers_since, CASE WHEN f.cadence_days IS NOT NULL
               THEN CAST(timezone(f.zone, d.known_at) AS DATE) - f.cadence_days + 1 END, f.covers_since) AS since,
           coalesce(d.covers_until, CASE WHEN f.cadence_days IS NOT NULL
               THEN CAST(timezone(f.zone, d.known_at) AS DATE) END,
               least(f.covers_until, CAST(timezone(f.zone, d.known_at) AS DATE))) AS until
    FROM base.delivery d JOIN base.feed f ON f.feed = d.feed WHERE d.problem IS NULL
), covered AS (
    SELECT DISTINCT feed, kind, CAST(unnest(generate_series(since, until, INTERVAL 1 DAY)) AS DATE) AS day
    FROM delivered WHERE since <= until
), reach AS (
    SELECT c.feed, c.kind, least(min(c.day), any_value(f.covers_since)) AS since,
           greatest(max(c.day), any_value(f.covers_until)) AS until
    FROM covered c JOIN base.feed f ON f.feed = c.feed GROUP BY c.feed, c.kind
), every_day AS (
    SELECT feed, kind, CAST(unnest(generate_series(since, until, INTERVAL 1 DAY)) AS DATE) AS day FROM reach
)
SELECT e.feed, e.kind, e.day, CASE WHEN c.day IS NULL THEN 'gap' ELSE 'covered' END AS state
FROM every_day e LEFT JOIN covered c ON c.feed = e.feed AND c.kind = e.kind AND c.day = e.day;

CREATE OR REPLACE VIEW decisions AS
SELECT decision AS decision_id, who, known_at, what, about AS subject, told, because, run, undone_by, undone_at
FROM base.decision ORDER BY known_at;
