-- portal: no-tx
-- Several of the staff can have one application open: this becomes the key of who has.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS application_reviews_application_id_reviewer_id_pk
  ON application_reviews (application_id, reviewer_id);
