-- portal: tx
-- Projects and bids of a company that is merged move to the company that stays.
GRANT UPDATE (company_id) ON projects, project_applications TO definer_role;
GRANT CREATE ON SCHEMA public TO definer_role;
SELECT reword_function('check_posting()', 'before := OLD;', $new$before := OLD;
    -- A merge of companies names the same firm in another way.
    before.company_id := company_today(before.company_id);$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
