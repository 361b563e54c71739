-- One row an event from the claims that report it. The lead claim speaks for the event: one that was given as data before
-- one that was read out of prose, then the most important, the most precise, the one known first. Its columns are fetched at the end: carried through the grouping, they would
-- cost more than all the rest.
WITH member AS (
    SELECT * FROM (${members}) WHERE live
), ranked AS (
    SELECT event, arg_min(claim, struct_pack(
               from_prose := trigger IS NOT NULL, importance := coalesce(importance, 4), precision := ${precision_rank},
               known := first_known_at, claim := claim)) AS lead_claim,
           min(importance) AS importance,
           CASE WHEN bool_or(modality = 'denied') AND bool_or(modality = 'asserted') THEN 'contested'
                WHEN bool_or(modality = 'asserted') THEN 'asserted'
                WHEN bool_or(modality = 'denied') THEN 'denied' ELSE 'planned' END AS status,
           count(*) AS claims,
           count(DISTINCT ${said_by}) AS speakers,
           list_sort(list(DISTINCT feed)) AS feeds,
           min(first_known_at) AS first_known_at, max(known_at) AS known_at, min(published_at) AS published_at,
           max(version) AS version, arg_min(lat, claim) AS lat, arg_min(lon, claim) AS lon,
           arg_min(title, claim) AS title, arg_min(label, claim) AS label,
           arg_min(target, claim) AS target, arg_min(outcome, claim) AS outcome
    FROM member GROUP BY event
), figure AS (
    SELECT event, modality, unnest(quantities, recursive := true), ${said_by} AS said_by FROM member
    WHERE event IN (SELECT event FROM ranked WHERE claims > 1)
), differing AS (
    SELECT DISTINCT event FROM figure
    GROUP BY event, measure, basis, unit, direction, who, scope
    HAVING min("value") <> max("value") AND min(said_by) <> max(said_by)
), spread AS (
    -- Where claims give one series other numbers: from which to which. first: the series that most of them give.
    SELECT event, measure, basis, unit, direction, who, scope,
           min(coalesce(low, "value", high)) AS least, max(coalesce(high, "value", low)) AS most,
           row_number() OVER (PARTITION BY event ORDER BY count(*) DESC, measure, basis, unit, direction, who, scope) = 1
               AS first
    FROM figure WHERE modality <> 'denied' GROUP BY event, measure, basis, unit, direction, who, scope
    HAVING count(DISTINCT coalesce("value", low, high)) > 1
), mark AS (
    -- What people decided about the event that has a claim in it; of two words the last one holds.
    SELECT s.event, arg_max(s.value, s.known_at) FILTER (s.field = 'label') AS label,
           arg_max(s.value, s.known_at) FILTER (s.field = 'note') AS note,
           bool_or(s.field = 'pinned') AS pinned, bool_or(s.field = 'hidden') AS hidden
    FROM (${marks}) s GROUP BY s.event
)
SELECT lead.* EXCLUDE (event) REPLACE (
           r.importance AS importance, r.version AS version, r.first_known_at AS first_known_at,
           r.known_at AS known_at, r.published_at AS published_at,
           coalesce(k.label ->> '$$', lead.label, r.label) AS label, coalesce(lead.title, r.title) AS title,
           coalesce(k.note ->> '$$', lead.note) AS note, coalesce(lead.target, r.target) AS target,
           coalesce(lead.outcome, r.outcome) AS outcome,
           coalesce(lead.lat, r.lat) AS lat, coalesce(lead.lon, r.lon) AS lon,
           CASE WHEN s.event IS NULL THEN lead.quantities ELSE list_prepend(struct_pack(
               measure := s.measure, basis := s.basis, "value" := lead.quantities[1]."value", low := s.least,
               high := s.most, unit := s.unit, direction := s.direction, who := s.who, scope := s.scope),
               coalesce(lead.quantities[2:], [])) END AS quantities),
       r.status,
       CASE WHEN r.status = 'contested' OR d.event IS NOT NULL THEN 'disputed'
            WHEN r.speakers > 1 THEN 'independent' ELSE 'single' END AS standing,
       r.claims, r.speakers, r.feeds, r.event, coalesce(k.pinned, false) AS pinned
FROM ranked r JOIN member lead ON lead.claim = r.lead_claim LEFT JOIN differing d ON r.event = d.event
LEFT JOIN spread s ON s.event = r.event AND CASE WHEN lead.quantities[1] IS NULL THEN s.first
    ELSE (s.measure, s.basis, s.unit, s.direction, s.who, s.scope) IS NOT DISTINCT FROM (
        lead.quantities[1].measure, lead.quantities[1].basis, lead.quantities[1].unit, lead.quantities[1].direction,
        lead.quantities[1].who, lead.quantities[1].scope) END
LEFT JOIN mark k ON k.event = r.event WHERE k.hidden IS NOT TRUE
