-- portal: tx
ALTER TABLE outreach_invitations VALIDATE CONSTRAINT outreach_invitations_returned_whole;
