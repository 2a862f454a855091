/**
 * For each table: a row about each person, and statements that try each verb on it. `person` is whom the row is about,
 * `asker` who asks; both are UUIDs. The statements are plain text, because the matrix runs them as somebody who could
 * send any SQL at all.
 */
import { createHash } from 'node:crypto';
import { stableUuid as uuidOf } from '../seed/stable-uuid.ts';

export interface TableRows {
  /** Condition that finds the person's row. */
  where: (person: string) => string;
  /** Makes a row about the person: run as the superuser for the fixture, and (`fresh`) by each identity. */
  insert?: (person: string, fresh: string, asker: string) => string;
  /** Where the matrix inserts otherwise than the fixture. */
  attempt?: (person: string, fresh: string, asker: string) => string;
  update: string;
  /** Where only some rows may be deleted. */
  deletable?: { insert: string; where: string };
}

const shared = (name: string) => uuidOf('shared', name);
const byId = (table: string) => (person: string) => `id = '${uuidOf(table, person)}'`;
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const text = (value: string | undefined) => (value ? `'${value}'` : 'null');

export const stranger = uuidOf('person', 'stranger');
export const poster = uuidOf('person', 'poster');

/** In the order in which they are filled. */
export const rowsOf: Record<string, TableRows> = {
  users: {
    where: (person) => `id = '${person}'`,
    attempt: (person, fresh, asker) =>
      person === asker || person === stranger
        ? `insert into users (id, email, first_name, last_name${person === stranger ? ', status' : ''})
           values ('${fresh}', '${fresh}@example.org', 'New', 'Person'${person === stranger ? ", 'ACTIVE'" : ''})`
        : `insert into users (id, email, first_name, last_name) values ('${fresh}', '${fresh}@example.org', 'New', 'Person')`,
    update: 'city = city',
  },
  user_credentials: {
    where: (person) => `user_id = '${person}'`,
    insert: (person) => `insert into user_credentials values ('${person}', '$argon2id$fixture')`,
    attempt: (_person, _fresh, _asker) =>
      `insert into user_credentials values ('${poster}', '$argon2id$matrix')`,
    update: 'changed_at = changed_at',
  },
  skills: {
    where: () => `code = 'C-10'`,
    attempt: (_person, fresh) => `insert into skills values ('${fresh}', 'New', 'skill')`,
    update: 'name = name',
  },
  user_skills: {
    where: (person) => `user_id = '${person}' and skill_code = 'C-10'`,
    insert: (person) => `insert into user_skills values ('${person}', 'C-10')`,
    attempt: (person) => `insert into user_skills values ('${person}', 'C-20')`,
    update: 'years = years',
  },
  sessions: {
    where: (person) => `user_id = '${person}'`,
    insert: (person, fresh) =>
      `insert into sessions (token_hash, user_id, expires_at) values ('${hash(fresh)}', '${person}', now() + interval '1 day')`,
    update: 'last_seen_at = last_seen_at',
  },
  account_links: {
    where: (person) => `user_id = '${person}'`,
    insert: (person, fresh) =>
      `insert into account_links (token_hash, user_id, purpose, email, expires_at)
       values ('${hash(fresh)}', '${person}', 'VERIFY_EMAIL', 'new@example.org', now() + interval '1 day')`,
    update: 'used_at = used_at',
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
  membership_applications: {
    where: (person) => `user_id = '${person}'`,
    insert: (person, fresh) =>
      `insert into membership_applications (id, user_id, tier_code, status) values ('${fresh}', '${person}', 'REGULAR', 'SUBMITTED')`,
    attempt: (_person, fresh) =>
      `insert into membership_applications (id, user_id, tier_code) values ('${fresh}', '${poster}', 'REGULAR')`,
    update: 'reason = reason',
  },
  application_messages: {
    where: byId('application_messages'),
    insert: (person, fresh) =>
      `insert into application_messages (id, application_id, is_from_staff, body)
       values ('${fresh}', '${uuidOf('membership_applications', person)}', true, 'Which license?')`,
    attempt: (person, fresh, asker) =>
      `insert into application_messages (id, application_id, author_id, is_from_staff, body)
       values ('${fresh}', '${uuidOf('membership_applications', person)}', ${text(asker)}, false, 'This one.')`,
    update: 'body = body',
  },
  application_reviews: {
    where: (person) => `application_id = '${uuidOf('membership_applications', person)}'`,
    insert: (person) =>
      `insert into application_reviews (application_id, reviewer_id) values ('${uuidOf('membership_applications', person)}', '${person}')`,
    attempt: (person, _fresh, asker) =>
      `insert into application_reviews (application_id, reviewer_id)
       values ('${uuidOf('membership_applications', person)}', '${asker || stranger}')
       on conflict (application_id, reviewer_id) do update set seen_at = now()`,
    update: 'reviewer_id = coalesce(current_user_id(), reviewer_id)',
  },
  notifications: {
    where: byId('notifications'),
    insert: (person, fresh) =>
      `insert into notifications (id, user_id, kind, title, path) values ('${fresh}', '${person}', 'test', 'Hello', '/home')`,
    update: 'read_at = read_at',
  },
  mails: {
    where: byId('mails'),
    insert: (person, fresh) =>
      `insert into mails (id, user_id, recipient, template, subject, message_id)
       values ('${fresh}', '${person}', 'somebody@example.org', 'test', 'Hello', '${fresh}')`,
    update: 'status = status',
  },
  mail_bodies: {
    where: (person) => `mail_id = '${uuidOf('mails', person)}'`,
    insert: (person) =>
      `insert into mail_bodies (mail_id, text_body, html_body) values ('${uuidOf('mails', person)}', 'Hello', 'Hello')`,
    update: 'text_body = text_body',
  },
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
    attempt: (person, fresh) =>
      `insert into user_roles (id, user_id, role_code) values ('${fresh}', '${person}', 'content_manager')`,
    update: 'reason = reason',
  },

  projects: {
    where: byId('projects'),
    insert: (person, fresh) =>
      `insert into projects (id, owner_id, title, description, category) values ('${fresh}', '${person}', 'Draft', '', 'COMMERCIAL')`,
    update: 'title = title',
  },
  project_applications: {
    where: byId('project_applications'),
    insert: (person, fresh) =>
      `insert into project_applications (id, project_id, applicant_id, message) values ('${fresh}', '${shared('open')}', '${person}', 'Hello')`,
    attempt: (person, fresh) =>
      `insert into project_applications (id, project_id, applicant_id, message) values ('${fresh}', '${shared('open too')}', '${person}', 'Hello')`,
    update: 'message = message',
  },
  project_files: {
    update: 'file_name = file_name',
    where: byId('project_files'),
    insert: (
      person,
      fresh,
    ) => `insert into project_files (id, project_id, uploaded_by, file_name, content_type, bytes, sha256, storage_key)
      values ('${fresh}', '${uuidOf('published', person)}', '${person}', 'plan.pdf', 'application/pdf', 1, '${hash('')}', '${fresh}')`,
  },

  events: {
    where: () => `id = '${shared('event')}'`,
    attempt: (_person, fresh) => `insert into events (id, title, description, type, start_at, end_at)
      values ('${fresh}', 'New', '', 'MEETING', now() + interval '1 day', now() + interval '2 days')`,
    update: 'title = title',
    deletable: {
      insert: `insert into events (id, title, description, type, start_at, end_at)
        values ('${shared('event draft')}', 'Draft', '', 'MEETING', now() + interval '1 day', now() + interval '2 days')`,
      where: `id = '${shared('event draft')}'`,
    },
  },
  event_registrations: {
    where: byId('event_registrations'),
    insert: (person, fresh) =>
      `insert into event_registrations (id, event_id, user_id) values ('${fresh}', '${shared('event')}', '${person}')`,
    attempt: (person, fresh) =>
      `insert into event_registrations (id, event_id, user_id) values ('${fresh}', '${shared('event too')}', '${person}')`,
    update: `status = 'CANCELLED'`,
  },
  event_files: {
    update: 'file_name = file_name',
    where: () => `id = '${shared('event file')}'`,
    attempt: (
      _person,
      fresh,
    ) => `insert into event_files (id, event_id, file_name, content_type, bytes, sha256, storage_key)
      values ('${fresh}', '${shared('event')}', 'map.pdf', 'application/pdf', 1, '${hash('')}', '${fresh}')`,
  },

  messages: {
    update: 'body = body',
    where: byId('messages'),
    insert: (person, fresh) =>
      `insert into messages (id, sender_id, receiver_id, body) values ('${fresh}', '${person}', '${poster}', 'Hello')`,
  },
  mailbox: {
    where: (person) => `owner_id = '${person}'`,
    update: 'hidden_at = hidden_at',
  },
  announcements: {
    where: () => `id = '${shared('announcement')}'`,
    attempt: (_person, fresh) =>
      `insert into announcements (id, title, body, audience) values ('${fresh}', 'New', '', 'EVERYONE')`,
    update: 'title = title',
  },
  announcement_reads: {
    update: 'read_at = read_at',
    where: (person) => `user_id = '${person}'`,
    insert: (person) =>
      `insert into announcement_reads (user_id, announcement_id) values ('${person}', '${shared('announcement')}')`,
    attempt: (person) =>
      `insert into announcement_reads (user_id, announcement_id) values ('${person}', '${shared('announcement too')}')`,
  },

  courses: {
    where: () => `id = '${shared('course')}'`,
    attempt: (_person, fresh) =>
      `insert into courses (id, slug, title, summary) values ('${fresh}', '${fresh}', 'New', '')`,
    update: 'title = title',
    deletable: {
      insert: `insert into courses (id, slug, title, summary) values ('${shared('course draft')}', 'draft', 'Draft', '')`,
      where: `id = '${shared('course draft')}'`,
    },
  },
  course_modules: {
    where: () => `id = '${shared('module')}'`,
    attempt: (_person, fresh) =>
      `insert into course_modules values ('${fresh}', '${shared('course')}', 9, 'New', 'READING', '', 5)`,
    update: 'title = title',
    deletable: {
      insert: `insert into course_modules values ('${shared('module unused')}', '${shared('course')}', 8, 'Unused', 'READING', '', 5)`,
      where: `id = '${shared('module unused')}'`,
    },
  },
  course_enrollments: {
    update: 'enrolled_at = enrolled_at',
    where: byId('course_enrollments'),
    insert: (person, fresh) =>
      `insert into course_enrollments (id, course_id, user_id) values ('${fresh}', '${shared('course')}', '${person}')`,
    attempt: (person, fresh) =>
      `insert into course_enrollments (id, course_id, user_id) values ('${fresh}', '${shared('course too')}', '${person}')`,
  },
  module_completions: {
    update: 'completed_at = completed_at',
    where: (person) => `enrollment_id = '${uuidOf('course_enrollments', person)}'`,
    insert: (person) => `insert into module_completions (enrollment_id, module_id, course_id)
      values ('${uuidOf('course_enrollments', person)}', '${shared('module')}', '${shared('course')}')`,
    attempt: (person) => `insert into module_completions (enrollment_id, module_id, course_id)
      values ('${uuidOf('course_enrollments', person)}', '${shared('module two')}', '${shared('course')}')`,
  },

  membership_tiers: {
    where: () => `code = 'REGULAR'`,
    attempt: (_person, fresh) =>
      `insert into membership_tiers (code, name, description, member_type, annual_dues_cents) values ('${fresh}', 'New', '', 'REGULAR', 1)`,
    update: 'name = name',
  },
  memberships: {
    where: byId('memberships'),
    insert: (person, fresh) => `insert into memberships (id, user_id, tier_code, starts_on, ends_on)
      values ('${fresh}', '${person}', 'REGULAR', '2026-01-01', '2026-12-31')`,
    attempt: (person, fresh) => `insert into memberships (id, user_id, tier_code, status, starts_on, ends_on)
      values ('${fresh}', '${person}', 'REGULAR', 'ENDED', '2025-01-01', '2025-12-31')`,
    update: 'ends_on = ends_on',
  },
  payments: {
    where: byId('payments'),
    insert: (
      person,
      fresh,
    ) => `insert into payments (id, user_id, amount_cents, status, provider, idempotency_key, description, paid_at)
      values ('${fresh}', '${person}', 50000, 'SUCCEEDED', 'CHECK', '${fresh}', 'Dues', now())`,
    update: 'provider_reference = provider_reference',
  },
  payment_refunds: {
    update: 'reason = reason',
    where: byId('payment_refunds'),
    insert: (
      person,
      fresh,
    ) => `insert into payment_refunds (id, payment_id, amount_cents, reason, idempotency_key)
      values ('${fresh}', '${uuidOf('payments', person)}', 100, 'Paid twice', '${fresh}')`,
  },

  member_feedback: {
    where: byId('member_feedback'),
    insert: (person, fresh) =>
      `insert into member_feedback (id, user_id, category, subject, body) values ('${fresh}', '${person}', 'QUESTION', 'Help', 'Please')`,
    update: 'status = status',
  },
  feedback_replies: {
    update: 'body = body',
    where: byId('feedback_replies'),
    insert: (person, fresh) =>
      `insert into feedback_replies (id, feedback_id, body) values ('${fresh}', '${uuidOf('member_feedback', person)}', 'Gladly')`,
    attempt: (person, fresh, asker) =>
      `insert into feedback_replies (id, feedback_id, author_id, body) values ('${fresh}', '${uuidOf('member_feedback', person)}', ${text(asker)}, 'Thanks')`,
  },

  secure_data: {
    where: byId('secure_data'),
    insert: (person, fresh) =>
      `insert into secure_data (id, user_id, key_id) values ('${fresh}', '${person}', 'matrix')`,
    attempt: (person, fresh, asker) =>
      `insert into secure_data (id, user_id, key_id) values ('${fresh}', '${person === asker ? person : poster}', 'matrix')
       on conflict (user_id) do update set key_id = excluded.key_id`,
    update: 'key_id = key_id',
  },
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
      `insert into audit_seals values (2, 'audit_log', now(), 1, 1, gen_random_uuid(), '', '', 'k')`,
    update: 'rows = rows',
  },
  audit_row_seals: {
    where: () => 'batch = 1',
    attempt: (_person, fresh) => `insert into audit_row_seals values ('audit_log', '${fresh}', 1, 2, '')`,
    update: 'position = position',
  },
  system_metrics: {
    where: () => `metric = 'matrix'`,
    attempt: () => `insert into system_metrics (metric, value) values ('matrix', 1)`,
    update: 'value = value',
  },
  portal_settings: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh) => `insert into portal_settings (name, value) values ('${fresh}', '1')`,
    update: 'value = value',
  },
  partitioned_tables: {
    where: () => `table_name = 'system_metrics'`,
    attempt: (_person, fresh) =>
      `insert into partitioned_tables values ('${fresh}', 'day', 1, interval '1 day', interval '1 day')`,
    update: 'ahead = ahead',
  },
  detached_partitions: {
    where: () => `partition_name = 'matrix'`,
    attempt: (_person, fresh) =>
      `insert into detached_partitions values ('${fresh}', 'system_metrics', now(), now(), now())`,
    update: 'drop_after = drop_after',
  },
};

/** What the rows above stand on, and a row of each table that is about nobody. Run by the superuser, in order. */
export function foundations(people: { id: string; name: string; status: string }[]): string[] {
  return [
    ...people.map(
      ({ id, name, status }) => `insert into users (id, email, first_name, last_name, status)
        values ('${id}', '${name.replaceAll(' ', '-')}@example.org', '${name}', 'Person', '${status}')`,
    ),
    `insert into roles values ('matrix', 'Matrix', 'For the test', 1)`,
    ...['open', 'open too'].map(
      (name) => `insert into projects (id, owner_id, title, description, category, status, deadline_at)
        values ('${shared(name)}', '${poster}', 'Open', '', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '1 day')`,
    ),
    ...people.map(
      ({ id }) => `insert into projects (id, owner_id, title, description, category, status)
        values ('${uuidOf('published', id)}', '${id}', 'Published', '', 'COMMERCIAL', 'PUBLISHED')`,
    ),
    ...['event', 'event too'].map(
      (name) => `insert into events (id, title, description, type, status, start_at, end_at)
        values ('${shared(name)}', 'Event', '', 'MEETING', 'REGISTRATION_OPEN', now() + interval '1 day', now() + interval '2 days')`,
    ),
    `insert into event_files (id, event_id, file_name, content_type, bytes, sha256, storage_key)
     values ('${shared('event file')}', '${shared('event')}', 'map.pdf', 'application/pdf', 1, '${hash('')}', 'map')`,
    ...['announcement', 'announcement too'].map(
      (name) => `insert into announcements (id, title, body, audience, publish_at)
        values ('${shared(name)}', 'News', '', 'EVERYONE', now() - interval '1 day')`,
    ),
    ...['course', 'course too'].map(
      (name) => `insert into courses (id, slug, title, summary, status)
        values ('${shared(name)}', '${name.replaceAll(' ', '-')}', 'Course', '', 'PUBLISHED')`,
    ),
    `insert into course_modules values ('${shared('module')}', '${shared('course')}', 1, 'One', 'READING', '', 5)`,
    `insert into course_modules values ('${shared('module two')}', '${shared('course')}', 2, 'Two', 'READING', '', 5)`,
    `insert into audit_seals values (1, 'audit_log', now(), 1, 1, gen_random_uuid(), '', '', 'k')`,
    `insert into audit_row_seals values ('audit_log', '${shared('sealed')}', 1, 1, '')`,
    `insert into system_metrics (metric, value) values ('matrix', 1)`,
    `insert into portal_settings (name, value) values ('matrix', '1')`,
    `insert into detached_partitions values ('matrix', 'system_metrics', now(), now(), now() + interval '1 day')`,
    ...Object.values(rowsOf).flatMap(({ deletable }) => deletable?.insert ?? []),
  ];
}
