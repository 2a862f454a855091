-- portal: tx
-- The permissions that the policies name, the roles that the association begins with, and its membership tiers.

SET LOCAL ROLE admin_role;
SELECT set_config('app.actor', 'system:portal migrate', true);

INSERT INTO permissions (code, description) VALUES
  ('members.read', 'See members, their memberships and what they attend'),
  ('members.edit', 'Approve applications, change accounts, end sessions'),
  ('memberships.manage', 'Begin, end and change memberships and their tiers'),
  ('roles.grant', 'Give roles to people and take them away'),
  ('roles.manage', 'Change what roles may do'),
  ('projects.read', 'See every application for every project'),
  ('projects.manage', 'Publish, change and award projects'),
  ('events.read', 'See who comes to events'),
  ('events.manage', 'Make events, register people and mark who came'),
  ('content.manage', 'Write announcements, courses and skills'),
  ('payments.read', 'See payments and refunds'),
  ('payments.manage', 'Record payments and give refunds'),
  ('secure_data.read', 'Read tax and bank details'),
  ('support.read', 'See support tickets'),
  ('support.answer', 'Answer support tickets'),
  ('audit.read', 'Read the trail of what was done and changed'),
  ('settings.manage', 'Change the portal’s settings'),
  ('contractors.import', 'Bring in the license board’s file');

INSERT INTO roles (code, name, description, standing) VALUES
  ('member', 'Member', 'A member of the association without duties of staff', 0),
  ('support', 'Support', 'Answers members’ questions', 20),
  ('event_manager', 'Event manager', 'Makes events and registers people', 20),
  ('content_manager', 'Content manager', 'Writes announcements and courses', 20),
  ('auditor', 'Auditor', 'Reads everything that staff may read, and changes nothing', 30),
  ('membership_manager', 'Membership manager', 'Approves applications and keeps memberships', 40),
  ('finance', 'Finance', 'Records payments and gives refunds', 40),
  ('administrator', 'Administrator', 'May do everything, and name others', 100);

INSERT INTO role_permissions (role_code, permission_code)
SELECT role_code, unnest(string_to_array(codes, ' ')) FROM (VALUES
  ('support', 'members.read support.read support.answer events.read projects.read'),
  ('event_manager', 'members.read events.read events.manage'),
  ('content_manager', 'content.manage'),
  ('auditor', 'members.read projects.read events.read payments.read support.read audit.read'),
  ('membership_manager', 'members.read members.edit memberships.manage payments.read support.read support.answer projects.read projects.manage events.read contractors.import'),
  ('finance', 'members.read payments.read payments.manage secure_data.read memberships.manage')
) AS given (role_code, codes)
UNION ALL
SELECT 'administrator', code FROM permissions;

INSERT INTO membership_tiers (code, name, description, member_type, annual_dues_cents) VALUES
  ('REGULAR', 'Regular', 'Licensed contractors with a minority owner', 'REGULAR', 50000),
  ('ASSOCIATE', 'Associate', 'Suppliers, lenders and professionals who serve contractors', 'ASSOCIATE', 75000),
  ('CORPORATE', 'Corporate', 'General contractors and owners who hire members', 'CORPORATE', 250000),
  ('STUDENT', 'Student', 'Apprentices and students of the trades', 'STUDENT', 5000),
  ('HONORARY', 'Honorary', 'By decision of the board', 'HONORARY', 0);

RESET ROLE;
SELECT set_config('app.actor', '', true);
