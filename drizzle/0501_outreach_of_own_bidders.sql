-- portal: tx
-- Staff whose firm bids on a project do nothing for its outreach either: whom they invite, and what the log says of it, favors a bidder.
GRANT CREATE ON SCHEMA public TO definer_role;
CREATE FUNCTION refuse_own_outreach() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM refuse_own_bidder(CASE TG_OP WHEN 'DELETE' THEN OLD.project_id ELSE NEW.project_id END);
  RETURN NULL;
END
$$;
SELECT definer_function('refuse_own_outreach()');
-- Of changes the address alone: who closes an account changes who added a firm.
CREATE TRIGGER refuse_own_outreach AFTER INSERT OR DELETE OR UPDATE OF email ON project_outreach FOR EACH ROW
  EXECUTE FUNCTION refuse_own_outreach();
CREATE TRIGGER refuse_own_outreach AFTER INSERT ON outreach_contacts FOR EACH ROW EXECUTE FUNCTION refuse_own_outreach();
CREATE TRIGGER refuse_own_outreach AFTER INSERT ON outreach_records FOR EACH ROW EXECUTE FUNCTION refuse_own_outreach();
-- Before the answers for each firm, because a firm that gets no mail leaves no row.
SELECT reword_function('send_invitations(uuid, uuid[], jsonb, text, text)', '  PERFORM FROM projects p WHERE p.id = wanted FOR NO KEY UPDATE;',
  $new$  PERFORM refuse_own_bidder(wanted);
  PERFORM FROM projects p WHERE p.id = wanted FOR NO KEY UPDATE;$new$);
REVOKE CREATE ON SCHEMA public FROM definer_role;
