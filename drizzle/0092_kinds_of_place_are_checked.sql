-- portal: tx
-- Every place keeps it by now.
ALTER TABLE place_names VALIDATE CONSTRAINT place_names_kind_known;
