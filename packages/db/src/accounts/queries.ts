import type { Transaction } from '../engine/database.ts';

/** All that the portal keeps of the asking person, as one object: what its owner may see, and nothing else. */
export async function exportOwnData({ sql }: Transaction): Promise<Record<string, unknown>> {
  const own = async (statement: Promise<readonly unknown[]>) => [...(await statement)];
  return {
    account: (
      await sql`
        select id, email::text as email, email_verified_at, first_name, last_name, company, bio, phone, website,
               member_type, status, street, city, state, zip_code, license_number, show_in_directory, show_email,
               show_phone, show_on_map, created_at
        from users where id = current_user_id()`
    )[0],
    skills: await own(sql`select skill_code, years from user_skills where user_id = current_user_id()`),
    application: await own(
      sql`select tier_code, status, statement, submitted_at, decided_at from membership_applications where user_id = current_user_id()`,
    ),
    application_messages: await own(
      sql`select is_from_staff, body, created_at from application_messages
          where application_id in (select id from membership_applications where user_id = current_user_id()) order by id`,
    ),
    memberships: await own(
      sql`select tier_code, status, starts_on, ends_on from memberships where user_id = current_user_id()`,
    ),
    payments: await own(
      sql`select amount_cents, currency, status, description, refunded_cents, paid_at from payments where user_id = current_user_id()`,
    ),
    projects: await own(
      sql`select title, description, status, created_at from projects where owner_id = current_user_id()`,
    ),
    bids: await own(
      sql`select project_id, status, amount_cents, currency, message, submitted_at from project_applications where applicant_id = current_user_id()`,
    ),
    events: await own(
      sql`select event_id, status, registered_at from event_registrations where user_id = current_user_id()`,
    ),
    courses: await own(
      sql`select course_id, completed_at, certificate_number from course_enrollments where user_id = current_user_id()`,
    ),
    messages: await own(
      sql`select sender_id, receiver_id, body, sent_at from messages
          where current_user_id() in (sender_id, receiver_id) order by sent_at`,
    ),
    notifications: await own(
      sql`select kind, title, created_at, read_at from notifications where user_id = current_user_id() order by id`,
    ),
    roles: await own(
      sql`select role_code, granted_at, expires_at from user_roles where user_id = current_user_id()`,
    ),
    sessions: await own(
      sql`select created_at, last_seen_at, user_agent, host(address) as address from sessions where user_id = current_user_id()`,
    ),
    history: await own(
      sql`select kind, created_at, host(address) as address, user_agent from account_events where user_id = current_user_id() order by created_at`,
    ),
  };
}
