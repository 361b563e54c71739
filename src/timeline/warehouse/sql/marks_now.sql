SELECT d.*, coalesce(c.event, d.claim) AS event
FROM base.decided d LEFT JOIN base.claim c ON c.claim = d.claim WHERE d.subject = 'event' AND d.known_to IS NULL
