-- What differs between what people decided and what of it the ledger knew: only that is worked on.
CREATE OR REPLACE TEMP TABLE changed_setting AS
(FROM base.decided EXCEPT FROM new_decided) UNION (FROM new_decided EXCEPT FROM base.decided);

CREATE OR REPLACE TEMP TABLE changed_link AS
(FROM base.link EXCEPT FROM new_link) UNION (FROM new_link EXCEPT FROM base.link);

CREATE OR REPLACE TEMP TABLE changed_added AS
SELECT DISTINCT claim FROM ((FROM base.added EXCEPT FROM new_added) UNION (FROM new_added EXCEPT FROM base.added));

CREATE OR REPLACE TEMP TABLE lifting AS
SELECT claim FROM changed_setting WHERE subject = 'claim' UNION SELECT claim FROM changed_added;

-- What is said of an event as a whole changes what it is told as, and not whose it is.
INSERT INTO touched_mark SELECT claim FROM changed_setting WHERE subject = 'event';

INSERT INTO touched_claim
SELECT one FROM changed_link UNION SELECT other FROM changed_link UNION SELECT claim FROM changed_added;
