-- The length at which an id differs from every other one. Only those that share its first six digits are looked at.
WITH shown AS (
    SELECT id, CAST('0x' || id[2:] AS UBIGINT) AS number FROM shown_ids
), near AS (
    SELECT s.id, max(16 - length(ltrim(format('{:016x}', xor(s.number, c.claim)), '0'))) AS shared
    FROM shown s JOIN base.claim c ON (c.claim >> 40) = (s.number >> 40) AND c.claim <> s.number
    GROUP BY s.id
)
SELECT s.id, CAST(1 + greatest(6, coalesce(n.shared, 0) + 1) AS UINTEGER) AS length
FROM shown s LEFT JOIN near n ON n.id = s.id
