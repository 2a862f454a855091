-- portal: tx
-- Every row keeps these by now.
ALTER TABLE users VALIDATE CONSTRAINT users_one_line, VALIDATE CONSTRAINT users_texts_short;
ALTER TABLE membership_applications
  VALIDATE CONSTRAINT membership_applications_one_line,
  VALIDATE CONSTRAINT membership_applications_company_short,
  VALIDATE CONSTRAINT membership_applications_license_number_fk;
