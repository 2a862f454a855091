-- portal: tx
-- Some refused files are imported if staff say so: one that looks cut short, old, or broken. One of another kind never is.
ALTER TABLE contractor_imports ADD COLUMN may_be_forced boolean DEFAULT false NOT NULL;
GRANT UPDATE (may_be_forced) ON contractor_imports TO system_role;
