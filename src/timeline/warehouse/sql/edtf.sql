CASE
    WHEN other IS NOT NULL THEN other
    WHEN exact IN ('second', 'minute', 'hour') AND (clock_first IS NOT NULL OR clock_last IS NOT NULL) THEN
        CASE WHEN went_on THEN coalesce(edtf_instant(clock_first, exact), '..') || '/' || coalesce(edtf_instant(clock_last, exact), '..')
             WHEN clock_first = clock_last THEN edtf_instant(clock_first, exact)
             ELSE edtf_choice(edtf_instant(clock_first, exact), edtf_instant(clock_last, exact)) END
    WHEN first IS NULL AND last IS NULL THEN NULL
    WHEN went_on THEN
        coalesce(edtf_unit(first, coalesce(first_by, first)), CAST(first AS VARCHAR), '..') || '/' ||
        coalesce(edtf_unit(coalesce(last_from, last), last), CAST(last AS VARCHAR), '..')
    WHEN first = last THEN CAST(first AS VARCHAR)
    WHEN edtf_precision(edtf_unit(first, last)) = exact THEN edtf_unit(first, last)
    ELSE edtf_choice(CAST(first AS VARCHAR), CAST(last AS VARCHAR)) END