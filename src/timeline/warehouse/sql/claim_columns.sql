
    'C' || format('{:016x}', c.claim) AS claim_id, 'E' || format('{:016x}', c.event) AS event_id,
    c.feed, c.kind, k.kind_group, c.form, c.modality,
    coalesce(c.title, concat(coalesce(k.label, c.kind), ', ' || coalesce(c.place, country_name(c.country)),
           ': ' || figure_in_words(c.quantities[1]))) AS title,
    c.label, c.importance, c.starts, c.ends, c.lasting, c.precision, c.starts_by, c.ends_from, c.at_start, c.at_end,
    c.zone, c."value", edtf_of(c.starts, c.ends, c.precision, c.lasting, c.starts_by, c.ends_from, c.at_start, c.at_end, c."value") AS edtf,
    c.date_text, c.date_basis, c.date_anchor, c.date_rule, c.place, c.country, c.lat, c.lon, c.target, c.outcome,
    c.actors, c.quantities, c.speaker, c.carrier, c.publisher, c.url, c.published_at, c.quote, c.note, c.trigger, c.doubt,
    c.confidence,
    c.version, c.cause, c.first_known_at, c.known_at, c.delivery AS delivery_id, c.document AS document_id, c.line,
    c.col AS "column", c.row_key