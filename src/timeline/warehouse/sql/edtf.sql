CASE
    WHEN other IS NOT NULL THEN other
    WHEN exact IN ('second', 'minute', 'hour') AND (clock_first IS NOT NULL OR clock_last IS NOT NULL) THEN
        edtf_joined(edtf_instant(clock_first, exact), edtf_instant(clock_last, exact), went_on, clock_first = clock_last)
    WHEN first IS NULL AND last IS NULL THEN NULL
    WHEN went_on THEN
        edtf_joined(coalesce(edtf_unit(first, first_by), CAST(first AS VARCHAR)),
                    coalesce(edtf_unit(last_from, last), CAST(last AS VARCHAR)), true, false)
    WHEN first = last THEN CAST(first AS VARCHAR)
    ELSE coalesce(
        CASE WHEN exact = edtf_precision(datediff('month', first, last)) THEN edtf_unit(first, last) END,
        edtf_joined(CAST(first AS VARCHAR), CAST(last AS VARCHAR), false, false)) END
