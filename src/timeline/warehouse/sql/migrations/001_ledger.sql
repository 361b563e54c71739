-- The ledger. Current claims and superseded versions are two tables, so that the common question (what do we hold
-- now) is one scan. Times are UTC instants; days are civil days in the claim's own zone, inclusive.
CREATE SCHEMA base;

CREATE TABLE base.setting (name VARCHAR NOT NULL, value VARCHAR);
CREATE TABLE base.migration (number INTEGER NOT NULL, name VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL);

CREATE TABLE base.kind (
    kind VARCHAR NOT NULL, kind_group VARCHAR, parent VARCHAR, label VARCHAR, plural VARCHAR,
    definition VARCHAR, colour VARCHAR, codes VARCHAR[]
);

CREATE TABLE base.feed (
    feed VARCHAR NOT NULL, files VARCHAR[], url VARCHAR, zone VARCHAR, cadence_days INTEGER, complete BOOLEAN,
    covers_since DATE, covers_until DATE, kinds VARCHAR[], mapping VARCHAR, digest VARCHAR, taxonomy VARCHAR
);

-- What each file looked like when it was last taken, so that an unchanged file costs one stat.
CREATE TABLE base.file (
    feed VARCHAR NOT NULL, path VARCHAR NOT NULL, size BIGINT, mtime_ns BIGINT, sidecar VARCHAR
);

CREATE TABLE base.run (
    run VARCHAR NOT NULL, started_at TIMESTAMPTZ, ended_at TIMESTAMPTZ, status VARCHAR,
    deliveries BIGINT, new BIGINT, changed BIGINT, gone BIGINT, rejects BIGINT, problem VARCHAR
);

-- The completion row of a delivery: written last in its transaction.
CREATE TABLE base.delivery (
    delivery VARCHAR NOT NULL, feed VARCHAR NOT NULL, known_at TIMESTAMPTZ NOT NULL, known_from VARCHAR,
    sha256 VARCHAR NOT NULL, path VARCHAR, size BIGINT, ingested_at TIMESTAMPTZ, run VARCHAR,
    covers_since DATE, covers_until DATE, kinds VARCHAR[], rows BIGINT, keys BIGINT,
    claims BIGINT, new BIGINT, changed BIGINT, gone BIGINT, rejects BIGINT, problem VARCHAR
);

CREATE TABLE base.document (
    document VARCHAR NOT NULL, version VARCHAR NOT NULL, feed VARCHAR NOT NULL, delivery VARCHAR NOT NULL,
    title VARCHAR, publisher VARCHAR, url VARCHAR, published_at TIMESTAMPTZ, published_from VARCHAR,
    language VARCHAR, known_at TIMESTAMPTZ, published_on DATE, path VARCHAR, text VARCHAR
);

-- The current version of every claim; live = false: withdrawn (kept, for it may return under the same id).
-- event: the claim that gives the event its id; alone: nobody else reports this event.
CREATE TABLE base.claim (
    claim UBIGINT NOT NULL, feed VARCHAR NOT NULL, row_key VARCHAR, document VARCHAR, single BOOLEAN,
    version INTEGER NOT NULL, cause VARCHAR NOT NULL, live BOOLEAN NOT NULL,
    first_known_at TIMESTAMPTZ NOT NULL, known_at TIMESTAMPTZ NOT NULL, delivery VARCHAR NOT NULL,
    line UINTEGER, col VARCHAR,
    kind VARCHAR, form VARCHAR, modality VARCHAR, title VARCHAR, label VARCHAR, importance TINYINT,
    starts DATE, ends DATE, lasting BOOLEAN, precision VARCHAR, starts_by DATE, ends_from DATE,
    at_start TIMESTAMPTZ, at_end TIMESTAMPTZ, zone VARCHAR, value VARCHAR,
    date_text VARCHAR, date_basis VARCHAR, date_anchor DATE, date_rule VARCHAR,
    place VARCHAR, country VARCHAR, lat DOUBLE, lon DOUBLE, target VARCHAR, outcome VARCHAR, actors VARCHAR,
    quantities STRUCT(measure VARCHAR, basis VARCHAR, "value" DOUBLE, low DOUBLE, high DOUBLE, unit VARCHAR,
                      direction VARCHAR, who VARCHAR, scope VARCHAR)[],
    speaker VARCHAR, carrier VARCHAR, publisher VARCHAR, url VARCHAR, published_at TIMESTAMPTZ,
    quote VARCHAR, note VARCHAR, trigger VARCHAR, doubt VARCHAR, confidence FLOAT,
    event UBIGINT NOT NULL, alone BOOLEAN NOT NULL
);

-- Superseded versions: the same columns without event and alone; known_to is when the next version became known.
CREATE TABLE base.claim_past AS
SELECT * EXCLUDE (event, alone), CAST(NULL AS TIMESTAMPTZ) AS known_to FROM base.claim LIMIT 0;

-- Which event a claim belonged to, and when, where that is not its own. known_to: NULL while it still does.
CREATE TABLE base.membership (
    claim UBIGINT NOT NULL, event UBIGINT NOT NULL, known_at TIMESTAMPTZ NOT NULL, known_to TIMESTAMPTZ,
    score FLOAT, reason VARCHAR
);

-- Events that several claims report; an event of one claim is that claim.
CREATE TABLE base.event AS
SELECT * EXCLUDE (event, alone), CAST(NULL AS VARCHAR) AS status, CAST(NULL AS VARCHAR) AS standing,
       CAST(0 AS BIGINT) AS claims, CAST(0 AS BIGINT) AS speakers, CAST([] AS VARCHAR[]) AS feeds,
       CAST(0 AS UBIGINT) AS event
FROM base.claim LIMIT 0;

CREATE TABLE base.reject (
    feed VARCHAR NOT NULL, delivery VARCHAR NOT NULL, path VARCHAR, row_key VARCHAR, line UINTEGER, col VARCHAR,
    reason VARCHAR NOT NULL, text VARCHAR, known_at TIMESTAMPTZ NOT NULL, closed_by VARCHAR, closed_at TIMESTAMPTZ
);
