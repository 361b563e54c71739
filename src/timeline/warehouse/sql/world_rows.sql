SELECT claim, claim IN (FROM scored) AS scored, feed, document, single, kind, form, modality, starts, ends, place, country,
       lat, lon, target, outcome, quantities, speaker, carrier, publisher, title, quote, known_at, known_to
FROM ${versions}
