import { type Foundations, type SampleRows, textOrNull } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  roles: {
    where: () => `code = 'matrix'`,
    attempt: (_person, fresh) => `insert into roles values ('${fresh}', 'New', 'New', 1)`,
    update: 'name = name',
  },
  permissions: {
    update: 'description = description',
    where: () => `code = 'audit.read'`,
    attempt: (_person, fresh) => `insert into permissions values ('${fresh}', 'New')`,
  },
  role_permissions: {
    update: 'role_code = role_code',
    where: () => `role_code = 'support' and permission_code = 'members.read'`,
    attempt: () => `insert into role_permissions values ('matrix', 'audit.read')`,
  },
  user_roles: {
    where: (person) => `user_id = '${person}' and role_code = 'member'`,
    insert: (person, fresh) =>
      `insert into user_roles (id, user_id, role_code) values ('${fresh}', '${person}', 'member')`,
    attempt: (person, _fresh, asker) =>
      `insert into user_roles (user_id, role_code, granted_by) values ('${person}', 'content_manager', ${textOrNull(asker)})`,
    update: 'reason = reason',
  },
};

export const foundations: Foundations = () => [
  `insert into roles values ('matrix', 'Matrix', 'For the test', 1)`,
];
