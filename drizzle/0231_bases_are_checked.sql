-- portal: tx
ALTER TABLE memberships VALIDATE CONSTRAINT memberships_basis_known;
ALTER TABLE memberships VALIDATE CONSTRAINT memberships_basis_explained;
ALTER TABLE memberships VALIDATE CONSTRAINT memberships_one_line;
