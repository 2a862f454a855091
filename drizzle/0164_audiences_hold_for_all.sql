-- portal: tx
-- The companies from before 0161 keep to its constraints too.
ALTER TABLE companies VALIDATE CONSTRAINT companies_email_one_line;
ALTER TABLE companies VALIDATE CONSTRAINT companies_county_one_line;
ALTER TABLE companies VALIDATE CONSTRAINT companies_directory_audience_known;
ALTER TABLE companies VALIDATE CONSTRAINT companies_phone_audience_known;
ALTER TABLE companies VALIDATE CONSTRAINT companies_email_audience_known;
ALTER TABLE companies VALIDATE CONSTRAINT companies_website_audience_known;
ALTER TABLE companies VALIDATE CONSTRAINT companies_street_audience_known;
