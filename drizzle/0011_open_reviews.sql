-- portal: tx
-- Each of the staff who have an application open sees all the others, and since when.

ALTER TABLE application_reviews DROP CONSTRAINT application_reviews_pkey;
ALTER TABLE application_reviews ADD CONSTRAINT application_reviews_application_id_reviewer_id_pk
  PRIMARY KEY USING INDEX application_reviews_application_id_reviewer_id_pk;
ALTER TABLE application_reviews ADD COLUMN opened_at timestamp with time zone DEFAULT now() NOT NULL;
GRANT UPDATE (opened_at) ON application_reviews TO admin_role;
