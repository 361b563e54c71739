DELETE FROM base.event WHERE event IN (SELECT event FROM touched_event);

INSERT INTO base.event
${events_from_claims};
