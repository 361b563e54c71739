-- The documents of one or several deliveries that are new or not as they were: each version is a row, and none is overwritten.
INSERT INTO base.document BY NAME
WITH arriving AS (
    SELECT document_key AS document, version, title, publisher, url, published_at, published_on, published_from,
           language, path, text, delivery, known_at
    FROM ${documents}
), latest AS (
    SELECT document, version, title, publisher, url, published_at, published_on, published_from, language, path
    FROM base.document WHERE feed = getvariable('feed') AND document IN (SELECT document FROM arriving)
    QUALIFY row_number() OVER (PARTITION BY document ORDER BY known_at DESC, rowid DESC) = 1
)
SELECT a.*, getvariable('feed') AS feed
FROM arriving a LEFT JOIN latest l ON l.document = a.document
WHERE l.document IS NULL
   OR (l.version, l.title, l.publisher, l.url, l.published_at, l.published_on, l.published_from, l.language)
      IS DISTINCT FROM
      (a.version, a.title, a.publisher, a.url, a.published_at, a.published_on, a.published_from, a.language);
