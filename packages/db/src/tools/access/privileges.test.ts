import { expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { testDatabase } from '../testing/test-database.ts';

/**
 * Holds the catalog to what the access model assumes of every table, policy and function, those that do not exist yet
 * included. A new exception is a line below, with its reason.
 */

const portal = testDatabase();
const names = async (statement: string) =>
  (await portal.owner.unsafe<{ name: string }[]>(statement)).map(({ name }) => name);
const notOfExtension = (catalog: string, alias: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${alias}.oid and d.deptype = 'e')`;
/** Every schema but the server's own. */
const ours = (column: string) =>
  `${column} not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
   and ${column}::regnamespace::text not like 'pg_temp%' and ${column}::regnamespace::text not like 'pg_toast_temp%'`;
/** The roles under which people act, and PUBLIC. */
const ofPeople = `('{application_role,admin_role}'::regrole[]::oid[] || 0::oid)`;

/** Everyone may read every row of these: what the association and the license board publish, and the lists behind forms. */
const readByEveryone = [
  'california_contractors',
  'california_counties',
  'certification_kinds',
  'contractor_county_counts',
  'contractor_points',
  'contractor_words',
  'file_kinds',
  'membership_tiers',
  'permissions',
  'place_names',
  'reference_loads',
  'role_permissions',
  'roles',
  'skills',
  'standing_rules',
  'zip_codes',
];

it('a policy that opens every row opens it for reading, and only where everyone may read the whole table', async () => {
  const open = await portal.owner<{ table: string; verb: string }[]>`
    select distinct polrelid::regclass::text as table, polcmd::text as verb from pg_policy
    where polpermissive and 'true' in (pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      and (polroles && array[0::oid, 'application_role'::regrole, 'admin_role'::regrole, 'system_role'::regrole])
    order by 1`;
  expect(open).toEqual(readByEveryone.map((table) => ({ table, verb: 'r' })));
});

it('every policy for a change asks who is asking', async () => {
  expect(
    await names(`
      select format('%s on %s', polname, polrelid::regclass) as name from pg_policy,
             unnest(array[pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)]) said
      where polpermissive and polroles && ${ofPeople} and polcmd <> 'r' and said is not null
        and said !~ '(current_user_id|is_system|is_staff|holds_permission|is_active_member|standing_allows|own_standing|owned_companies|bidding_companies)\\('`),
  ).toEqual([]);
});

/** Written by \`portal migrate\` alone. Nobody else has a right there, except to read which migrations ran. */
const ofTheMigrator = ['portal_leases', 'portal_migrations'];

it('row-level security is forced on every table of every schema, partitions and the queue included', async () => {
  expect(
    await names(`
      select c.oid::regclass::text as name from pg_class c
      where relkind in ('r', 'p') and ${ours('relnamespace')} and ${notOfExtension('pg_class', 'c')}
        and not (relrowsecurity and relforcerowsecurity) order by 1`),
  ).toEqual(ofTheMigrator);
  expect(
    await names(`
      select format('%s may %s %s', grantee::regrole, privilege_type, relname) as name
      from pg_class, aclexplode(relacl) where relname = any ('{${ofTheMigrator}}') and grantee <> relowner
        and privilege_type <> 'SELECT'`),
  ).toEqual([]);
});

it('members and staff write by columns, and never a whole row', async () => {
  expect(
    await names(`
      select format('%s may %s %s', coalesce(nullif(grantee, 0)::regrole::text, 'everyone'), privilege_type, c.oid::regclass) as name
      from pg_class c, aclexplode(relacl)
      where ${ours('relnamespace')} and ${notOfExtension('pg_class', 'c')} and grantee = any (${ofPeople})
        and privilege_type not in ('SELECT', 'DELETE', 'USAGE')`),
  ).toEqual([]);
});

/** Instants that are part of what a person says, and marks on one's own rows and uploads. Every other time is the database's own. */
const saidByPeople = [
  'announcements.expires_at',
  'announcements.publish_at',
  'application_reviews.opened_at',
  'application_reviews.seen_at',
  'contractor_imports.cancel_requested_at',
  'contractor_imports.heartbeat_at',
  'events.end_at',
  'events.start_at',
  'health_maintenance.ends_at',
  'health_maintenance.starts_at',
  'mailbox.hidden_at',
  'mailbox.read_at',
  'maintenance_runs.stop_requested_at',
  'notifications.read_at',
  'outreach_contacts.contacted_at',
  'payments.paid_at',
  'project_addenda.deadline_at',
  'projects.deadline_at',
  'projects.site_walk_at',
  'saved_searches.seen_at',
  'user_roles.expires_at',
];

it('nobody chooses an id, a time that the database sets, a key, or where a file is stored', async () => {
  const chosen = await names(`
    select distinct c.relname || '.' || attname as name
    from pg_class c join pg_attribute on attrelid = c.oid, aclexplode(attacl)
    where ${ours('relnamespace')} and grantee = any (${ofPeople}) and privilege_type in ('INSERT', 'UPDATE')
      and (attname in ('id', 'storage_key', 'content_type', 'key_id', 'message_id_header', 'queue_number', 'registered_count',
                       'refunded_cents', 'certificate_number')
        or attname ~ '(_at|_hash|_version)$' or attname ~ '^encrypted_')
    order by 1`);
  expect(chosen.filter((column) => !saidByPeople.includes(column))).toEqual([]);
});

/**
 * Every column that refers to a person. `actor`: the one who acts, which the policies hold to the person who is asking.
 * `subject`: the one whom the row is about. `chosen`: somebody whom the actor picks.
 */
const people: Record<string, 'actor' | 'subject' | 'chosen'> = {
  'account_events.user_id': 'subject',
  'account_links.user_id': 'subject',
  'addendum_acknowledgements.user_id': 'actor',
  'admin_actions.target_user_id': 'chosen',
  'admin_actions.user_id': 'actor',
  'alert_choices.user_id': 'actor',
  'announcement_reads.user_id': 'actor',
  'announcements.author_id': 'actor',
  'application_messages.author_id': 'actor',
  'application_reviews.reviewer_id': 'actor',
  'audit_log.user_id': 'actor',
  'automatic_renewals.user_id': 'subject',
  'bid_files.uploaded_by': 'actor',
  'certification_reminders.user_id': 'subject',
  'checkouts.user_id': 'subject',
  'certifications.created_by': 'actor',
  'certifications.verified_by': 'actor',
  'company_invitations.accepted_by': 'subject',
  'company_invitations.invited_by': 'actor',
  'company_merges.merged_by': 'actor',
  'company_people.user_id': 'chosen',
  'contractor_imports.canceled_by': 'actor',
  'contractor_imports.loaded_by': 'actor',
  'contractor_imports.uploaded_by': 'actor',
  'course_enrollments.user_id': 'subject',
  'courses.created_by': 'actor',
  'email_changes.user_id': 'subject',
  'event_files.uploaded_by': 'actor',
  'event_registrations.user_id': 'subject',
  'events.created_by': 'actor',
  'feedback_replies.author_id': 'actor',
  'files.uploaded_by': 'actor',
  'followed_changes.user_id': 'subject',
  'follows.user_id': 'actor',
  'health_alerts.acknowledged_by': 'actor',
  'health_maintenance.started_by': 'actor',
  'deposits.closed_by': 'actor',
  'deposits.made_by': 'actor',
  'invoice_documents.user_id': 'subject',
  'invoices.closed_by': 'actor',
  'invoices.issued_by': 'actor',
  'invoices.user_id': 'subject',
  'live_events.user_id': 'subject',
  'mailbox.correspondent_id': 'chosen',
  'mailbox.owner_id': 'subject',
  'mails.user_id': 'subject',
  'member_feedback.assigned_to': 'chosen',
  'member_feedback.user_id': 'actor',
  'member_imports.uploaded_by': 'actor',
  'project_imports.started_by': 'actor',
  'project_imports.uploaded_by': 'actor',
  'membership_applications.decided_by': 'actor',
  'membership_applications.user_id': 'subject',
  'membership_coverings.covered_by': 'chosen',
  'membership_coverings.user_id': 'subject',
  'membership_notices.user_id': 'subject',
  'membership_pauses.paused_by': 'actor',
  'membership_pauses.user_id': 'subject',
  'memberships.user_id': 'subject',
  'messages.receiver_id': 'chosen',
  'messages.sender_id': 'actor',
  'notifications.user_id': 'subject',
  'online_refunds.requested_by': 'actor',
  'outreach_contacts.author_id': 'actor',
  'outreach_invitations.invited_by': 'actor',
  'outreach_records.made_by': 'actor',
  'payment_customers.user_id': 'subject',
  'payment_differences.closed_by': 'actor',
  'payment_refunds.refunded_by': 'actor',
  'payments.recorded_by': 'actor',
  'payments.user_id': 'subject',
  'payments.voided_by': 'actor',
  'portal_settings.updated_by': 'actor',
  'project_applications.applicant_id': 'actor',
  'project_applications.decided_by': 'actor',
  'project_files.uploaded_by': 'actor',
  'match_choices.user_id': 'actor',
  'project_matches.user_id': 'subject',
  'project_follows.user_id': 'actor',
  'project_notices.user_id': 'subject',
  'project_questions.asker_id': 'actor',
  'project_interests.said_by': 'actor',
  'project_outreach.added_by': 'actor',
  'bid_clarifications.sent_by': 'actor',
  'bid_exceptions.granted_by': 'actor',
  'deadline_changes.changed_by': 'actor',
  'bid_drafts.edited_by': 'actor',
  'projects.opened_by': 'actor',
  'projects.opening_asked_by': 'actor',
  'projects.owner_id': 'actor',
  'recovery_codes.user_id': 'subject',
  'renewal_charges.user_id': 'subject',
  'saved_searches.user_id': 'actor',
  'secure_data.user_id': 'subject',
  'sessions.user_id': 'subject',
  'two_factor_secrets.user_id': 'subject',
  'user_credentials.user_id': 'subject',
  'user_roles.granted_by': 'actor',
  'user_roles.user_id': 'chosen',
  'user_skills.user_id': 'subject',
};

it('every column that refers to a person is the actor, the subject or somebody chosen', async () => {
  expect(
    await names(`
      select c.relname || '.' || attname as name
      from pg_class c join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped
      where c.relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and (attname ~ '((^|_)user_id|_by)$' and atttypid = 'uuid'::regtype or exists (
          select from pg_constraint where conrelid = c.oid and contype = 'f' and confrelid = 'users'::regclass
            and attnum = any (conkey)))
      order by 1`),
  ).toEqual(Object.keys(people).sort());
});

it('an actor’s column holds the person who is asking, and no person’s column changes afterwards', async () => {
  const actors = Object.entries(people).flatMap(([column, kind]) => (kind === 'actor' ? [column] : []));
  const unchecked = await names(`
    select format('%s for %s', named, rolname) as name
    from unnest('{${actors}}'::text[]) named
    join pg_class c on c.relname = split_part(named, '.', 1) and c.relnamespace = 'public'::regnamespace
    cross join (select oid, rolname from pg_roles where oid = any (${ofPeople})) r
    where has_column_privilege(r.oid, c.oid, split_part(named, '.', 2), 'INSERT')
      and exists (
        select from pg_policy where polrelid = c.oid and polcmd in ('a', '*') and r.oid = any (polroles)
          and pg_get_expr(polwithcheck, polrelid) !~ format(
            '[ (]%s (=|IS DISTINCT FROM) \\( SELECT current_user_id\\(\\)', split_part(named, '.', 2)))`);
  expect(unchecked).toEqual([]);
  const changed = await names(`
    select distinct c.relname || '.' || attname as name
    from pg_class c join pg_attribute on attrelid = c.oid, aclexplode(attacl)
    where grantee = any (${ofPeople}) and privilege_type = 'UPDATE'
      and c.relname || '.' || attname = any ('{${Object.keys(people)}}') order by 1`);
  expect(changed).toEqual(['member_feedback.assigned_to', 'portal_settings.updated_by']);
});

it('the queue’s rows and routines belong to its own role: others reach them through functions', async () => {
  const held = await names(`
    with queue as (
      select nspacl as acl, nspowner as owner from pg_namespace where nspname = 'jobs'
      union all select relacl, relowner from pg_class where relnamespace = 'jobs'::regnamespace and relkind in ('r', 'p', 'v', 'S')
      union all select coalesce(proacl, acldefault('f', proowner)), proowner from pg_proc where pronamespace = 'jobs'::regnamespace
    )
    select distinct coalesce(nullif(grantee, 0)::regrole::text, 'everyone') || case privilege_type when 'USAGE' then '' when 'SELECT' then ' reads' else ' writes' end as name
    from queue, aclexplode(acl) where grantee <> owner order by 1`);
  expect(held).toEqual([
    'backup_role',
    'backup_role reads',
    'definer_role',
    'definer_role reads',
    'definer_role writes',
    'queue_role',
    'queue_role reads',
    'queue_role writes',
  ]);
});

/** The callers of each function that looks past the policies. Triggers are called by nobody. */
const callers: Record<string, string> = {
  'acknowledgements_of(uuid)': 'admin_role, application_role',
  'postings_of(uuid[])': 'admin_role',
  'has_own_bid(uuid)': 'admin_role',
  'exceptions_of(uuid)': 'admin_role, application_role',
  'firms_to_except(uuid,text)': 'admin_role, application_role',
  'grant_bid_exception(uuid,uuid,timestamp with time zone,text,text)': 'admin_role, application_role',
  'own_bids_until(uuid,uuid)': 'admin_role, application_role, system_role',
  'own_exception_until(uuid)': 'admin_role, application_role, system_role',
  'own_exceptions(uuid[])': 'admin_role, application_role, system_role',
  'few_projects(boolean,tsquery[],text[],text,geometry,double precision,box,integer)':
    'admin_role, application_role, system_role',
  'forget_asker(uuid)': 'system_role',
  'own_questions()': 'application_role',
  'questions_of(uuid)': 'admin_role, application_role',
  'authors_of_outreach(uuid)': 'admin_role, application_role',
  'certifications_of_outreach(uuid,date)': 'admin_role, application_role',
  'invitations_of_outreach(uuid)': 'admin_role, application_role',
  'room_for_invitations(uuid)': 'admin_role, application_role',
  'returned_contacts(uuid)': 'admin_role, application_role',
  'preview_invitation(uuid)': 'admin_role, application_role',
  'send_invitations(uuid,uuid[],jsonb,text,text)': 'admin_role, application_role',
  'open_claim(text)': 'admin_role, application_role',
  'make_claim(uuid,text)': 'system_role',
  'note_claim(text,text)': 'system_role',
  'note_returned_mail(text,text)': 'system_role',
  'note_closing_projects()': 'system_role',
  'letters_of_key(uuid)': 'admin_role, application_role',
  'resume_letters(uuid,text)': 'admin_role, application_role',
  'stop_letters(uuid[])': 'admin_role, application_role',
  'unwanted_projects(uuid)': 'system_role',
  'account_is_open()': 'admin_role, application_role',
  'accounts_with_similar_words(text[])': 'admin_role',
  'accounts_for_search(tsquery,text[],text,integer)': 'admin_role',
  'association_contact()': 'admin_role, application_role',
  'add_member(text,text,text,text,text,text,text,date,date,text,text,uuid,boolean)': 'admin_role',
  'association_figures()': 'admin_role, application_role',
  'assert_nothing_under_way(uuid)': 'admin_role',
  'begin_checkout(uuid)': 'application_role',
  'begin_checkout(uuid,boolean)': 'application_role',
  'begin_renewal_charge(uuid)': 'system_role',
  'decline_renewal_charge(uuid,text,text)': 'system_role',
  'keep_customer(uuid,text)': 'system_role',
  'lose_card(text)': 'system_role',
  'note_card(text,text,text,integer,integer)': 'system_role',
  'note_card_removed(uuid)': 'system_role',
  'notice_renewal(uuid)': 'system_role',
  'renewals_to_notice(uuid)': 'system_role',
  'start_renewal(uuid,text,text,text,integer,integer)': 'system_role',
  'stop_own_renewal()': 'application_role',
  'stop_renewal(uuid,text)': 'system_role',
  'begin_encrypted_file(uuid,text,bigint,bytea)': 'application_role',
  'begin_first_load()': 'import_role',
  'close_difference(uuid,text)': 'admin_role',
  'compare_with_provider(jsonb,timestamp with time zone,timestamp with time zone)': 'system_role',
  'change_deposit(uuid,date,uuid[])': 'admin_role',
  'close_deposit(uuid,bigint)': 'admin_role',
  'close_invoice(uuid,text,text)': 'admin_role',
  'discard_deposit(uuid)': 'admin_role',
  'make_deposit(date,uuid[])': 'admin_role',
  'refund_invoice_payment(uuid,bigint,text,text,text,text)': 'admin_role',
  'drop_exported_partition(text,text)': 'system_role',
  'end_first_load()': 'import_role',
  'end_two_factor_of(uuid)': 'admin_role',
  'enqueue_job(text,jsonb)': 'system_role',
  'ensure_partitions(text)': 'admin_role, application_role',
  'accept_company_invitation(uuid)': 'application_role',
  'add_certification(uuid,text,text,text,date,date,boolean,uuid)': 'application_role',
  'add_company(text)': 'application_role',
  'decline_company_invitation(uuid)': 'application_role',
  'covering_of(uuid,date)': 'admin_role, application_role',
  'covering_refusal(text,uuid)': 'application_role',
  'find_company_invitation(uuid)': 'application_role',
  'invite_to_company(uuid,text,text,text)': 'application_role',
  'issue_dues_invoice(uuid,text,integer)': 'admin_role, application_role',
  'issue_other_invoice(uuid,text,bigint)': 'admin_role',
  'judge_certification(uuid,integer,text,text)': 'admin_role',
  'judge_listed_projects(jsonb,jsonb)': 'admin_role',
  'judge_new_member(text,text,text,date,date,text)': 'admin_role',
  'leave_company(uuid)': 'application_role',
  'accounts_with_words(tsquery)': 'admin_role',
  'companies_named(text[])': 'admin_role',
  'company_today(uuid)': 'admin_role, application_role',
  'count_rows_of_company(uuid)': 'admin_role',
  'found_company(uuid,text,text)': 'system_role',
  'merge_companies(uuid,uuid,text,text,text)': 'admin_role',
  'own_companies()': 'application_role',
  'own_company_invitations()': 'application_role',
  'owned_companies()': 'application_role',
  'payment_terms()': 'admin_role, application_role',
  'people_for_search(tsquery,text[],text,integer)': 'admin_role, application_role',
  'names_of_firms(uuid[])': 'admin_role, application_role',
  'names_of_shown_people(uuid[],uuid[])': 'admin_role, application_role',
  'people_of_company(uuid)': 'application_role',
  'record_invoice_payment(uuid,text,text,bigint,date,bigint,boolean,text)': 'admin_role',
  'remove_from_company(uuid,uuid)': 'application_role',
  'end_pause(uuid)': 'admin_role',
  'issue_upgrade_invoice(uuid,text,bigint)': 'admin_role, application_role',
  'pause_membership(uuid,date,date,text)': 'admin_role',
  'renew_membership(uuid,text,integer,date,text,text,boolean)': 'admin_role',
  'set_company_role(uuid,uuid,text)': 'application_role',
  'is_person_shown(uuid)': 'application_role',
  'show_in_company(uuid,uuid,boolean)': 'application_role',
  'shown_people_of(uuid)': 'admin_role, application_role',
  'transfer_company(uuid,uuid)': 'application_role',
  'firms_in_directory(uuid[])': 'admin_role, application_role',
  'listed_firms(uuid[])': 'admin_role, application_role',
  'own_firm_as_seen(uuid,integer)': 'application_role',
  'search_directory(tsquery[],text[],text,text,date,text,text,text,boolean,geometry,double precision,geometry,boolean,integer,text,uuid)':
    'admin_role, application_role',
  'file_quota()': 'admin_role, application_role',
  'files_of_bids(uuid[])': 'admin_role, application_role',
  'gaps_of_draft(uuid,bigint,text,jsonb)': 'admin_role, application_role',
  'hold_event_of(uuid)': 'admin_role, application_role',
  'holds_permission(text)': 'admin_role, application_role',
  'is_active_member()': 'admin_role, application_role',
  'is_in_directory(uuid)': 'admin_role, application_role',
  'is_staff()': 'admin_role, application_role',
  'joint_ventures_of(text)': 'admin_role, application_role',
  'keep_webhook_secrets(uuid,bytea,bytea)': 'admin_role',
  'licenses_of_accounts(text[])': 'import_role',
  'licenses_of_newest_members(integer)': 'admin_role, application_role',
  'list_jobs(text[],integer)': 'admin_role',
  'list_partitions(text)': 'admin_role',
  'list_queues(text[])': 'admin_role',
  'mailing_address_of(text)': 'admin_role, application_role',
  'firms_for_job(text[],text[],geometry,double precision)': 'admin_role, application_role',
  'firms_for_search(tsquery[],text[],tsquery,text[],text,integer)': 'admin_role, application_role',
  'spots_of_firms(uuid[])': 'admin_role, application_role',
  'may_post_for_agencies(uuid)': 'system_role',
  'measure_contractors()': 'import_role',
  'members_by_county()': 'admin_role, application_role',
  'note_difference(text,text,text,uuid,uuid)': 'system_role',
  'note_provider_event(text,text,text)': 'system_role',
  'plan_holders(uuid)': 'admin_role, application_role',
  'bidding_companies()': 'application_role',
  'firms_of_bids(uuid[])': 'admin_role, application_role',
  'addenda_of_bids(uuid[])': 'admin_role, application_role',
  'addenda_of_draft(uuid)': 'application_role',
  'tell_bidders(uuid,text)': 'admin_role, application_role',
  'tell_of_withdrawal(uuid,text)': 'application_role',
  'begin_bid(uuid,uuid)': 'application_role',
  'save_bid_draft(uuid,integer,bytea)': 'application_role',
  'submit_bid(uuid,integer,bigint,text,jsonb,uuid,bytea,bytea,bytea,jsonb)': 'application_role',
  'seal_for_draft(uuid)': 'application_role',
  'begin_seal(uuid,bytea,bytea,text)': 'application_role',
  'ask_opening(uuid)': 'admin_role, application_role',
  'opener_of(uuid)': 'admin_role, application_role',
  'bidding_log(uuid)': 'admin_role, application_role',
  'ask_bidder(uuid,text,date,text)': 'admin_role, application_role',
  'hold_for_award(uuid)': 'admin_role, application_role',
  'answer_clarification(uuid,text,text)': 'application_role',
  'note_bid_download(uuid)': 'admin_role, application_role',
  'offers_to_seal(integer)': 'system_role',
  'seal_project(uuid,bytea,bytea,text)': 'system_role',
  'seal_offer(uuid,bytea,bytea)': 'system_role',
  'open_unsealed(integer)': 'system_role',
  'projects_to_open(integer)': 'system_role',
  'hold_for_opening(uuid)': 'system_role',
  'open_bids(uuid,jsonb)': 'system_role',
  'readable_bids(uuid[])': 'admin_role, application_role',
  'contact_of_project(uuid)': 'admin_role, application_role',
  'count_firms_for_work(text[],geometry,double precision)': 'admin_role, application_role',
  'firms_of_projects(uuid[])': 'admin_role, application_role',
  'notify_account(uuid,text,text,text)': 'system_role',
  'open_checkout(uuid,text,text,timestamp with time zone)': 'system_role',
  'offers_of(uuid[])': 'admin_role, application_role',
  'opened_offers()': 'report_role',
  'account_standing(uuid)': 'system_role',
  'add_demo_invoice(uuid,text,integer)': 'system_role',
  'directory_differences(integer)': 'system_role',
  'follow_tiers()': 'system_role',
  'let_refund_take_upgrade_back(uuid)': 'admin_role',
  'take_refunded_upgrade_back(uuid)': 'admin_role',
  'own_account_standing()': 'admin_role, application_role',
  'own_standing()': 'admin_role, application_role',
  'policies_of(text)': 'admin_role, application_role',
  'projects_for_search(boolean,tsquery[],text[],tsquery,text[],text,integer)': 'admin_role, application_role',
  'qualifiers_of(text)': 'admin_role, application_role',
  'queue_mail(uuid,text,text,text,jsonb,integer)': 'system_role',
  'begin_backup_run(text,text,integer,text,text,text)': 'agent_role',
  'end_backup_run(uuid,text,text,bigint,bigint,double precision,double precision,text)': 'agent_role',
  'last_backup_runs()': 'agent_role',
  'note_kept_backups(integer,text,json)': 'agent_role',
  'stored_files(timestamp with time zone,uuid,uuid[],integer)': 'agent_role',
  'note_file_copies(text,integer,text,timestamp with time zone,bigint,text)': 'agent_role',
  'report_agent(text,jsonb,bigint,integer,bigint,double precision,double precision,timestamp with time zone)':
    'agent_role',
  'start_maintenance_job(text)': 'admin_role',
  'request_refund(uuid,bigint,text,uuid)': 'admin_role',
  'retry_job(uuid)': 'admin_role',
  'send_letter(text,uuid,jsonb)': 'admin_role, application_role',
  'send_webhook_test(uuid)': 'admin_role',
  'settle_checkout(uuid,text,text,text,bigint)': 'system_role',
  'settle_dispute(text,text,text,bigint,text,timestamp with time zone)': 'system_role',
  'settle_refund(text,text,uuid,text,bigint)': 'system_role',
  'standing_allows(text)': 'admin_role, application_role',
  'standing_of(uuid)': 'admin_role',
  'standing_refusal(text)': 'admin_role, application_role',
  'tell_staff_live(text,text)': 'queue_role',
  'void_invoice_payment(uuid,text,bigint)': 'admin_role',
  'write_search_words()': 'system_role',
};

it('each function that looks past the policies is listed with its callers, and finds names in its own schema first', async () => {
  const functions = `pg_proc p where ${ours('pronamespace')} and prosecdef and ${notOfExtension('pg_proc', 'p')}`;
  const held = await portal.owner.unsafe<{ name: string; callers: string }[]>(`
    select p.oid::regprocedure::text as name,
           (select string_agg(coalesce(nullif(grantee, 0)::regrole::text, 'everyone'), ', ' order by grantee::regrole::text)
            from aclexplode(coalesce(proacl, acldefault('f', proowner)))
            where grantee not in (proowner, 'definer_role'::regrole, 'schema_owner'::regrole)) as callers
    from ${functions} order by p.oid::regprocedure::text collate "C"`);
  expect(Object.fromEntries(held.filter((one) => one.callers).map((one) => [one.name, one.callers]))).toEqual(
    callers,
  );
  expect(
    await names(`select p.oid::regprocedure::text as name from ${functions}
      and not exists (select from unnest(proconfig) set where set ~ '^search_path=.*, ?pg_temp$')`),
  ).toEqual([]);
});

it('a trigger that runs before the policies asks first whether they will let the row in', async () => {
  expect(
    await names(`
      select format('%s on %s', tgfoid::regproc, tgrelid::regclass) as name
      from pg_trigger join pg_proc p on p.oid = tgfoid
      -- BEFORE (2) and INSERT (4), for each row (1), as a role that the policies do not bind.
      where not tgisinternal and tgtype & 7 = 7 and prosecdef and prosrc !~ 'may_insert_for\\('`),
  ).toEqual([]);
});

const leaks = `
  select oid from pg_proc
  where (pronamespace = 'pg_catalog'::regnamespace and proname ~ '^(lo_|lowrite|loread)')
    or lower(proname) in ('st_estimatedextent', '_postgis_stats', '_postgis_selectivity')`;

it('no role of the portal reaches large objects, or PostGIS’s estimates of where all rows of a table lie', async () => {
  expect(
    await names(`
      select format('%s may call %s', role, leak.oid::regprocedure) as name
      from (${leaks}) leak, unnest('{application_role,admin_role,system_role,queue_role}'::text[]) role
      where has_function_privilege(role, leak.oid, 'EXECUTE')`),
  ).toEqual([]);
});

it('no role of people makes temporary tables or objects, and names are looked for in the temporary schema last', async () => {
  expect(
    await names(`
      select format('%s: %s', role, made) as name
      from unnest('{application_role,admin_role,definer_role,report_role,backup_role}'::text[]) role,
           lateral (values ('temporary tables', has_database_privilege(role, current_database(), 'TEMPORARY')),
                           ('schemas', has_database_privilege(role, current_database(), 'CREATE')),
                           ('objects in public', has_schema_privilege(role, 'public', 'CREATE'))) may (made, has)
      where has`),
  ).toEqual([]);
  const path = ({ sql }: { sql: typeof portal.owner }) => sql`show search_path`;
  for (const actor of [{ kind: 'visitor' }, { kind: 'system', name: 'test' }] as const) {
    expect(await portal.db.read(actor, (tx) => path(tx as never))).toEqual([
      { search_path: 'public, pg_temp' },
    ]);
  }
});

/** Functions of the caller's rights without a search path of their own, which would cost more than they do. */
const alongAnyPath = [
  'is_mailbox(text)',
  'is_one_line(text)',
  'keep_shown_name()',
  'sealed_fingerprint(bytea,text[])',
  'searchable_text(text)',
  'shown_name_of_several(text,text,text,text)',
  'time_ordered_uuid()',
];
/** They make the order of firms by name, for the login that writes the names. */
const ofNames = ['keep_shown_name()', 'shown_name_of_several(text,text,text,text)'];

it('a function that runs along its caller’s search path finds the server’s own names there, whatever comes first', async () => {
  const parsedLater = `pg_proc p where pronamespace = 'public'::regnamespace and prosqlbody is null
    and prolang in (select oid from pg_language where lanname in ('plpgsql', 'sql')) and ${notOfExtension('pg_proc', 'p')}`;
  expect(
    await names(`select p.oid::regprocedure::text as name from ${parsedLater} and not prosecdef
      and not exists (select from unnest(proconfig) set where set like 'search_path=%')
      order by p.oid::regprocedure::text collate "C"`),
  ).toEqual(alongAnyPath);
  const bodies = await portal.owner<{ name: string; body: string }[]>`
    select p.oid::regprocedure::text as name, prosrc as body from pg_proc p
    where p.oid::regprocedure::text = any (${alongAnyPath.filter((name) => !ofNames.includes(name))}::text[])`;
  expect(bodies).toHaveLength(alongAnyPath.length - ofNames.length);
  for (const { name, body } of bodies) {
    const code = body
      .replace(/'(?:[^']|'')*'|--[^\n]*/g, '?')
      .replace(/OPERATOR\(pg_catalog\.\S+?\)(?=\s)/g, ' ');
    // These words are the grammar's, which means the server's own functions by them.
    const calls = [...code.matchAll(/([\w.]+)\(/g)].map(([, called]) => called ?? '');
    const grammar = ['coalesce', 'normalize', 'overlay', 'extract'];
    expect(
      calls.filter((called) => !called.startsWith('pg_catalog.') && !grammar.includes(called)),
      name,
    ).toEqual([]);
    expect(
      code.match(/(?<!:)=|::(?!pg_catalog\.)|[<>~!|*/]|(?<=\s)[-+](?=\s)|\b(?:LIKE|IN|BETWEEN)\b/gi),
      name,
    ).toBeNull();
  }
});

it('the login for imports cannot put functions of its own into the checks of a row', async () => {
  const imports = connect(portal.importUrl, { max: 1, applicationName: 'test' });
  try {
    await imports`set role import_role`;
    await imports.unsafe(`
      create function import_staging.octet_length(text) returns integer language sql as 'select 1';
      create function import_staging.char_length(text) returns integer language sql as 'select 1';
      create function import_staging.never(text, text) returns boolean language sql as 'select true';
      create operator import_staging.!~ (leftarg = text, rightarg = text, function = import_staging.never);
      create operator import_staging.= (leftarg = text, rightarg = text, function = import_staging.never);
      set search_path = import_staging, pg_catalog, public`);
    expect([
      ...(await imports`select is_one_line(E'Acme\nElectric') as "isLine", is_one_line('Acme') as "isWord"`),
    ]).toEqual([{ isLine: false, isWord: true }]);
  } finally {
    await imports.end({ timeout: 1 });
  }
});
