-- The claims as our deliveries held them at a moment (a bare date: the end of that day in the project's zone).
CREATE OR REPLACE MACRO claim_rows_as_of(moment) AS TABLE
SELECT v.*, coalesce(m.event, v.claim) AS event, m.event IS NULL AS own
FROM (
    SELECT * EXCLUDE (event, alone) FROM base.claim WHERE live AND known_at <= as_moment(moment)
    UNION ALL BY NAME
    SELECT * EXCLUDE (known_to) FROM base.claim_past
    WHERE live AND known_at <= as_moment(moment) AND as_moment(moment) < known_to
) v LEFT JOIN base.membership m
  ON m.claim = v.claim AND m.known_at <= as_moment(moment) AND (m.known_to IS NULL OR as_moment(moment) < m.known_to);

CREATE OR REPLACE MACRO claims_as_of(moment) AS TABLE
SELECT ${claim_columns}
FROM claim_rows_as_of(moment) c LEFT JOIN base.kind k ON k.kind = c.kind;

-- What had been published by the end of a day: of each claim the last version published by then.
CREATE OR REPLACE MACRO claim_rows_said_by(day) AS TABLE
SELECT v.* EXCLUDE (known_to), coalesce(c.event, v.claim) AS event, coalesce(c.event = v.claim, true) AS own
FROM (
    SELECT * EXCLUDE (event, alone), CAST('infinity' AS TIMESTAMPTZ) AS known_to FROM base.claim
    UNION ALL BY NAME
    FROM base.claim_past
) v JOIN base.claim c ON c.claim = v.claim
WHERE CASE WHEN v.live THEN v.published_at <= as_moment(day) ELSE v.known_at <= as_moment(day) END
QUALIFY row_number() OVER (PARTITION BY v.claim ORDER BY v.version DESC) = 1 AND v.live;

CREATE OR REPLACE MACRO claims_said_by(day) AS TABLE
SELECT ${claim_columns}
FROM claim_rows_said_by(day) c LEFT JOIN base.kind k ON k.kind = c.kind;

CREATE OR REPLACE MACRO event_rows_as_of(moment) AS TABLE
WITH present AS MATERIALIZED (FROM claim_rows_as_of(moment)),
shared AS (
    SELECT event FROM present WHERE NOT own
    UNION SELECT event FROM (${marks_then})
)
SELECT ${alone_columns_at} FROM present WHERE event NOT IN (FROM shared)
UNION ALL BY NAME
(${events_then});

CREATE OR REPLACE MACRO event_rows_said_by(day) AS TABLE
WITH present AS MATERIALIZED (FROM claim_rows_said_by(day)),
shared AS (
    SELECT event FROM present WHERE NOT own
    UNION SELECT event FROM (${marks_now})
)
SELECT ${alone_columns_at} FROM present WHERE event NOT IN (FROM shared)
UNION ALL BY NAME
(${events_present});

-- The events as they stood at a moment: stored membership, nothing is resolved anew.
CREATE OR REPLACE MACRO events_as_of(moment) AS TABLE
SELECT ${event_columns} FROM event_rows_as_of(moment) e LEFT JOIN base.kind k ON k.kind = e.kind;

-- The events as they had been published by the end of a day.
CREATE OR REPLACE MACRO events_said_by(day) AS TABLE
SELECT ${event_columns} FROM event_rows_said_by(day) e LEFT JOIN base.kind k ON k.kind = e.kind;

-- Reported numbers as they stood at a moment (NULL: now). superseded: the same claim has a later figure by then.
CREATE OR REPLACE MACRO reported_as_of(moment) AS TABLE
WITH stated AS (
    SELECT *, CAST(NULL AS TIMESTAMPTZ) AS replaced_at FROM base.claim WHERE live
    UNION ALL BY NAME
    SELECT * EXCLUDE (known_to), known_to AS replaced_at FROM base.claim_past WHERE live
), figure AS (
    SELECT c.*, unnest(c.quantities) AS q,
           coalesce(c.replaced_at <= as_moment(moment), c.replaced_at IS NOT NULL) AS superseded
    FROM stated c WHERE moment IS NULL OR c.known_at <= as_moment(moment)
), present AS (
    SELECT claim, q FROM figure WHERE NOT superseded
)
SELECT 'C' || format('{:016x}', f.claim) AS claim_id,
       'E' || format('{:016x}', coalesce(c.event, f.claim)) AS event_id,
       f.kind, f.place, f.country, f.starts, f.ends, f.precision, f.form, f.modality,
       f.q.measure, f.q.basis, f.q."value", f.q.low, f.q.high, f.q.unit, f.q.direction, f.q.who, f.q.scope,
       f.speaker, f.carrier, f.publisher, f.url, f.published_at, f.known_at, f.feed, f.superseded,
       f.target, f.at_start
FROM figure f LEFT JOIN base.claim c ON c.claim = f.claim
WHERE NOT f.superseded
   -- A figure that was only told again is not corrected, and one whose claim is withdrawn is not replaced.
   OR (EXISTS (SELECT 1 FROM present p WHERE p.claim = f.claim)
       AND NOT EXISTS (SELECT 1 FROM present p WHERE p.claim = f.claim AND p.q = f.q));

-- Reported numbers in the series in which they may be compared, as they stood at a moment (NULL: now), and what became
-- of each: of what one speaker says about the same days the last stands, whichever carrier brought it.
CREATE OR REPLACE MACRO figures_as_of(moment) AS TABLE
WITH told AS (
    SELECT *, coalesce("value", low, high) AS number, split_part(kind, '.', 1) AS kind_of,
           CASE WHEN basis = 'since' AND starts <> ends THEN starts END AS begin,
           CASE WHEN basis = 'flow' THEN CASE WHEN starts = ends THEN 'day' ELSE 'period' END END AS length,
           lower(trim(speaker)) AS voice, coalesce(published_at, known_at) AS told_at,
           CASE WHEN high IS NULL AND low IS NOT NULL AND ("value" IS NULL OR "value" = low) THEN 'least'
                WHEN low IS NULL AND high IS NOT NULL AND ("value" IS NULL OR "value" = high) THEN 'most'
                WHEN low IS DISTINCT FROM high OR low <> "value" THEN 'range' ELSE 'exact' END AS bound,
           coalesce(modality, 'asserted') IN ('asserted', 'planned') AND NOT superseded AS plain
    FROM reported_as_of(moment)
    WHERE isfinite(coalesce("value", low, high)) AND coalesce(starts, ends) IS NOT NULL
), ranked AS (
    SELECT *, row_number() OVER same AS nth, first_value(number) OVER same AS new,
           first_value(bound) OVER same AS new_bound, first_value(claim_id) OVER same AS new_claim,
           first_value(told_at) OVER same AS new_at
    FROM told
    WINDOW same AS (
        PARTITION BY plain AND voice IS NOT NULL, kind_of, measure, basis, direction, who, scope, unit, place, country,
            begin, length, voice, starts, ends, at_start
        ORDER BY told_at DESC, claim_id, number, bound)
), stated AS (
    SELECT *, CASE
            WHEN superseded THEN 'corrected' WHEN NOT plain THEN modality WHEN voice IS NULL OR nth = 1 THEN 'stands'
            WHEN number = new AND bound = new_bound THEN 'repeated' WHEN told_at = new_at THEN 'stands'
            WHEN (bound = 'least' AND new >= number) OR (bound = 'most' AND new <= number)
                OR (bound = 'range' AND new BETWEEN low AND high) THEN 'refined'
            ELSE 'corrected' END AS state
    FROM ranked
)
SELECT claim_id, event_id, concat(
           kind_of, ': ', coalesce(measure, 'number'), CASE direction WHEN 'in' THEN ' in' WHEN 'out' THEN ' out' END,
           ' [' || unit || ']', ', ', CASE
               WHEN begin IS NOT NULL THEN 'since ' || begin WHEN length = 'day' THEN 'in a day'
               WHEN length = 'period' THEN 'in a period' WHEN basis = 'since' THEN 'since an unknown day'
               WHEN basis = 'stock' THEN 'at a moment' WHEN basis = 'target' THEN 'planned'
               ELSE 'basis not given' END,
           '; of ' || who, ' (' || scope || ')', '; at ' || place, ' <' || country || '>') AS series,
       kind, measure, basis, direction, who, scope, unit, place, country, length, starts, ends, number, bound, "value",
       low, high, speaker, carrier, publisher, url, published_at, known_at, feed, form, modality, state,
       CASE WHEN superseded THEN claim_id WHEN state IN ('corrected', 'refined', 'repeated') THEN new_claim END
           AS replaced_by
FROM stated;
