-- portal: no-tx
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_companies_name ON companies (lower(name), id);
ALTER TABLE companies VALIDATE CONSTRAINT companies_email_one_line;
ALTER TABLE companies VALIDATE CONSTRAINT companies_county_one_line;
ALTER TABLE companies VALIDATE CONSTRAINT companies_directory_audience_known;
ALTER TABLE companies VALIDATE CONSTRAINT companies_phone_audience_known;
ALTER TABLE companies VALIDATE CONSTRAINT companies_email_audience_known;
ALTER TABLE companies VALIDATE CONSTRAINT companies_website_audience_known;
ALTER TABLE companies VALIDATE CONSTRAINT companies_street_audience_known;
