
    'E' || format('{:016x}', e.event) AS event_id, e.kind, k.kind_group,
    coalesce(e.title, concat(coalesce(k.label, e.kind), ', ' || coalesce(e.place, country_name(e.country)),
           ': ' || figure_in_words(e.quantities[1]))) AS title,
    e.label, e.importance, e.status, e.standing, e.form, e.starts, e.ends, e.lasting, e.precision, e.starts_by,
    e.ends_from, e.at_start, e.at_end, e.zone, e."value",
    edtf_of(e.starts, e.ends, e.precision, e.lasting, e.starts_by, e.ends_from, e.at_start, e.at_end, e."value") AS edtf,
    e.place, e.country, e.lat, e.lon, e.target, e.outcome,
    e.quantities[1].measure AS measure, figure_low(e.quantities[1]) AS low, figure_high(e.quantities[1]) AS high,
    e.quantities[1].unit AS unit, e.claims, e.speakers, e.feeds, e.first_known_at,
    e.known_at, e.published_at, e.note, coalesce(e.pinned, false) AS pinned