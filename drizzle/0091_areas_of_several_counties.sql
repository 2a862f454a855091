-- portal: tx
-- Areas such as the Bay Area have a name and several counties.
ALTER TABLE place_names DROP CONSTRAINT place_names_kind_known;
ALTER TABLE place_names ADD CONSTRAINT place_names_kind_known CHECK (kind in ('city', 'area', 'county')) NOT VALID;
