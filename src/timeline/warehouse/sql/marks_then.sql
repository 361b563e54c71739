SELECT d.*, coalesce(m.event, d.claim) AS event
FROM base.decided d LEFT JOIN base.membership m
  ON m.claim = d.claim AND m.known_at <= as_moment(moment) AND (m.known_to IS NULL OR as_moment(moment) < m.known_to)
WHERE d.subject = 'event' AND d.known_at <= as_moment(moment) AND (d.known_to IS NULL OR as_moment(moment) < d.known_to)
