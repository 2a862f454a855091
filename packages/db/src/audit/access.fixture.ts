import { type Foundations, type SampleRows, shared, stranger } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  admin_actions: {
    where: (person) => `target_user_id = '${person}'`,
    insert: (person) =>
      `insert into admin_actions (action, actor, target_user_id) values ('matrix.fixture', 'test', '${person}')`,
    attempt: (person, _fresh, asker) =>
      `insert into admin_actions (action, actor, user_id) values ('matrix.attempt', current_actor(), '${person === asker ? asker : stranger}')`,
    update: 'reason = reason',
  },
  audit_log: {
    where: (person) => `table_name = 'users' and row_id = '${person}'`,
    attempt: () =>
      `insert into audit_log (table_name, operation, row_id, actor, changes) values ('users', 'UPDATE', '1', 'x', '{}')`,
    update: 'actor = actor',
  },
  audit_seals: {
    where: () => 'batch = 1',
    attempt: () =>
      `insert into audit_seals (batch, kind, rules_digest, key_id, seal) values (2, 'rules', '', 'k', '')`,
    update: 'rows = rows',
  },
  audit_verifications: {
    where: () => `verified_by = 'matrix'`,
    attempt: () =>
      `insert into audit_verifications (verified_by, started_at, batches, rows, unsealed, problems, compared_anchor, compared_state, bypassed_policies)
       values ('matrix', now(), 0, 0, 0, 0, false, false, false)`,
    update: 'problems = problems',
  },
  audit_row_seals: {
    where: () => 'batch = 1',
    attempt: (_person, fresh) =>
      `insert into audit_row_seals values ('audit_log', '${fresh}', now(), 1, 2, '')`,
    update: 'position = position',
  },
};

export const foundations: Foundations = () => [
  `insert into audit_seals (batch, kind, rules_digest, key_id, seal) values (1, 'rules', '', 'k', '')`,
  `insert into audit_row_seals values ('audit_log', '${shared('sealed')}', now(), 1, 1, '')`,
  `insert into audit_verifications (verified_by, started_at, batches, rows, unsealed, problems, compared_anchor, compared_state, bypassed_policies)
   values ('matrix', now(), 0, 0, 0, 0, false, false, false)`,
];
