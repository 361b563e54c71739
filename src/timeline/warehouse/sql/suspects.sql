-- Claims in which something invites a second look, with what it is: unsure (the reader's own doubt or low confidence),
-- anchorless (a relative date without the day it counts from), early (told as done, but after it was told), usual (the
-- middle number of its series, where its own is hundreds of times more or less); looked, accepted_on: whether a person
-- has accepted it, and what it said then; corrected: whether one has corrected what it says.
WITH stated AS (
    SELECT claim, kind, country, q.measure, q.basis, q.unit, q.direction, abs(coalesce(q."value", q.low, q.high)) AS figure
    FROM (SELECT claim, kind, country, unnest(quantities) AS q FROM base.claim WHERE live AND len(quantities) > 0)
), series AS (
    SELECT kind, country, measure, basis, unit, direction, median(figure) AS usual FROM stated WHERE figure > 0
    GROUP BY ALL HAVING count(*) >= 4
), slips AS (
    SELECT s.claim, max(s.figure) AS figure, max(r.usual) AS usual
    FROM stated s JOIN series r ON r.kind = s.kind AND r.usual > 0
        AND (r.country, r.measure, r.basis, r.unit, r.direction)
            IS NOT DISTINCT FROM (s.country, s.measure, s.basis, s.unit, s.direction)
    WHERE s.figure > 0 AND greatest(s.figure / r.usual, r.usual / s.figure) >= ${slip}
    GROUP BY s.claim
), undated AS (
    SELECT document FROM base.document GROUP BY document HAVING arg_max(published_from, known_at) IS NOT DISTINCT FROM 'fetch'
), accepted AS (
    SELECT claim, made_on FROM base.decided WHERE subject = 'claim' AND field = 'accepted' AND known_to IS NULL
), corrected AS (
    SELECT DISTINCT claim FROM base.decided
    WHERE subject = 'claim' AND field NOT IN ('accepted', 'hidden', 'note') AND known_to IS NULL
), home AS (
    SELECT "value" AS zone FROM base.setting WHERE name = 'zone'
), flagged AS (
    SELECT c.claim, c.doubt IS NOT NULL OR c.confidence < ${sure} AS unsure,
           (coalesce(c.date_text, CAST(c.confidence AS VARCHAR)) IS NOT NULL
               AND c.starts IS NULL AND c.ends IS NULL AND c."value" IS NULL)
               OR (c.date_basis <> 'explicit' AND c.document IN (SELECT document FROM undated)) AS anchorless,
           c.modality = 'asserted' AND c.form = 'incident' AND c.feed <> 'decisions'
               AND c.starts > CAST(timezone(h.zone, coalesce(c.published_at, c.known_at)) AS DATE) AS early,
           s.figure AS slipped, s.usual, a.claim IS NOT NULL AS looked, a.made_on AS accepted_on,
           c.claim IN (FROM corrected) AS corrected
    FROM base.claim c CROSS JOIN home h
    LEFT JOIN slips s ON s.claim = c.claim LEFT JOIN accepted a ON a.claim = c.claim
    WHERE c.live OR list_contains(CAST(${also} AS UBIGINT[]), c.claim)
)
SELECT f.*, c.event, c.live, ${claim_columns}
FROM flagged f JOIN base.claim c ON c.claim = f.claim LEFT JOIN base.kind k ON k.kind = c.kind
WHERE f.unsure OR f.anchorless OR f.early OR f.usual IS NOT NULL OR list_contains(CAST(${also} AS UBIGINT[]), f.claim)
