import { byId, type SampleRows, uuidOf } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  membership_tiers: {
    where: () => `code = 'REGULAR'`,
    attempt: (_person, fresh) =>
      `insert into membership_tiers (code, name, description, member_type, annual_dues_cents) values ('X_${fresh.replaceAll('-', '_').toUpperCase()}', 'New', '', 'REGULAR', 1)`,
    update: 'name = name',
  },
  memberships: {
    where: byId('memberships'),
    // The rules ask for a term of today.
    insert: (person, fresh) => `insert into memberships (id, user_id, tier_code, starts_on, ends_on)
      values ('${fresh}', '${person}', 'REGULAR', current_date - 100, current_date + 264)`,
    attempt: (person) => `insert into memberships (user_id, tier_code, status, starts_on, ends_on)
      values ('${person}', 'REGULAR', 'ENDED', '2025-01-01', '2025-12-31')`,
    update: 'ends_on = ends_on',
  },
  membership_pauses: {
    where: byId('membership_pauses'),
    insert: (person, fresh) => `insert into membership_pauses (id, user_id, starts_on, ends_on, reason)
      values ('${fresh}', '${person}', '2026-03-01', '2026-03-31', 'Illness')`,
    update: 'ends_on = ends_on',
  },
  membership_notices: {
    where: byId('membership_notices'),
    insert: (person, fresh) => `insert into membership_notices (id, membership_id, user_id, step)
      values ('${fresh}', '${uuidOf('memberships', person)}', '${person}', 'DAYS_90')`,
    attempt: (person) => `insert into membership_notices (membership_id, user_id, step)
      values ('${uuidOf('memberships', person)}', '${person}', 'DAYS_30')`,
    update: 'step = step',
  },
};
