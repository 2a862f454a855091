import { hash, poster, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  user_credentials: {
    where: (person) => `user_id = '${person}'`,
    insert: (person) => `insert into user_credentials values ('${person}', '$argon2id$fixture')`,
    attempt: (_person, _fresh, _asker) =>
      `insert into user_credentials values ('${poster}', '$argon2id$matrix')`,
    update: 'changed_at = changed_at',
  },
  sessions: {
    where: (person) => `user_id = '${person}'`,
    insert: (person, fresh) =>
      `insert into sessions (token_hash, user_id, expires_at) values ('${hash(fresh)}', '${person}', now() + interval '1 day')`,
    update: 'last_seen_at = last_seen_at',
  },
  replaced_tokens: {
    where: (person) => `session_id in (select id from sessions where user_id = '${person}')`,
    insert: (person, fresh) =>
      `insert into replaced_tokens (token_hash, session_id, answers_until)
       select '${hash(fresh)}', id, now() from sessions where user_id = '${person}' limit 1`,
    update: 'answers_until = answers_until',
  },
  account_links: {
    where: (person) => `user_id = '${person}'`,
    insert: (person, fresh) =>
      `insert into account_links (token_hash, user_id, purpose, email, expires_at)
       values ('${hash(fresh)}', '${person}', 'VERIFY_EMAIL', 'new@example.org', now() + interval '1 day')`,
    update: 'used_at = used_at',
  },
  email_changes: {
    where: (person) => `user_id = '${person}'`,
    insert: (person) => `insert into email_changes (user_id, email) values ('${person}', 'new@example.org')`,
    attempt: () => `insert into email_changes (user_id, email) values ('${poster}', 'new@example.org')`,
    update: 'requested_at = requested_at',
  },
  two_factor_secrets: {
    where: (person) => `user_id = '${person}'`,
    insert: (person) =>
      `insert into two_factor_secrets (user_id, encrypted_secret) values ('${person}', '\\x00')`,
    attempt: () => `insert into two_factor_secrets (user_id, encrypted_secret) values ('${poster}', '\\x00')`,
    update: 'confirmed_at = confirmed_at',
  },
  recovery_codes: {
    where: (person) => `user_id = '${person}'`,
    insert: (person, fresh) =>
      `insert into recovery_codes (user_id, code_hash) values ('${person}', '${hash(fresh)}')`,
    update: 'used_at = used_at',
  },
  account_events: {
    where: (person) => `user_id = '${person}'`,
    insert: (person) => `insert into account_events (user_id, kind) values ('${person}', 'SIGNED_IN')`,
    update: 'address = address',
  },
};
