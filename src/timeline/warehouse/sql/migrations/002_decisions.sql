-- What people decided, and what is like what. The delivered versions of claims that people corrected are kept aside in
-- base.origin; base.claim and base.claim_past hold them with the decisions laid over.
CREATE TABLE base.decision (
    decision VARCHAR NOT NULL, known_at TIMESTAMPTZ NOT NULL, who VARCHAR, what VARCHAR NOT NULL, about VARCHAR[],
    told VARCHAR, because VARCHAR, run VARCHAR, undone_by VARCHAR, undone_at TIMESTAMPTZ
);

CREATE TABLE base.decided (
    subject VARCHAR NOT NULL, claim UBIGINT NOT NULL, field VARCHAR NOT NULL, value VARCHAR, made_on VARCHAR,
    decision VARCHAR NOT NULL, known_at TIMESTAMPTZ NOT NULL, known_to TIMESTAMPTZ
);

CREATE TABLE base.link (
    one UBIGINT NOT NULL, other UBIGINT NOT NULL, together BOOLEAN NOT NULL, reason VARCHAR,
    decision VARCHAR NOT NULL, known_at TIMESTAMPTZ NOT NULL, known_to TIMESTAMPTZ
);

CREATE TABLE base.added (
    claim UBIGINT NOT NULL, who VARCHAR, content VARCHAR NOT NULL,
    decision VARCHAR NOT NULL, known_at TIMESTAMPTZ NOT NULL, known_to TIMESTAMPTZ
);

CREATE TABLE base.origin AS FROM base.claim_past LIMIT 0;

CREATE TABLE base.pair (
    one UBIGINT NOT NULL, other UBIGINT NOT NULL, score DOUBLE NOT NULL, loose BOOLEAN NOT NULL, coarse UBIGINT,
    reason VARCHAR, known_at TIMESTAMPTZ, known_to TIMESTAMPTZ
);

ALTER TABLE base.event ADD COLUMN pinned BOOLEAN;
