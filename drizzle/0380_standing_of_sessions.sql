-- portal: tx
-- The answer about a session says what its account may do today, so that pages offer what the policies allow.
GRANT EXECUTE ON FUNCTION account_standing(uuid) TO system_role;

-- These refused a row without a reason.
CREATE TRIGGER ask_standing BEFORE INSERT ON project_follows FOR EACH ROW EXECUTE FUNCTION ask_standing('FOLLOW');
CREATE TRIGGER ask_standing BEFORE INSERT ON addendum_acknowledgements FOR EACH ROW EXECUTE FUNCTION ask_standing('READ_PLANS');
CREATE TRIGGER ask_standing BEFORE INSERT ON project_questions FOR EACH ROW EXECUTE FUNCTION ask_standing('READ_PLANS');
CREATE TRIGGER ask_standing BEFORE INSERT ON project_interests FOR EACH ROW EXECUTE FUNCTION ask_standing('BID');
