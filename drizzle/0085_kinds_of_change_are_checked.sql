-- portal: tx
-- Every change keeps it by now.
ALTER TABLE contractor_changes VALIDATE CONSTRAINT contractor_changes_kind_known;
