import { expect, it } from 'vitest';
import { testDatabase } from '../tools/testing/test-database.ts';

const portal = testDatabase();

const isTheLock = 'An act that only a suspension forbids.';
const givesUp = 'Everybody may give up or tidy what is theirs.';
const goesOn = 'A project that is published goes on, for the sake of its bidders.';
const setsIt = 'It changes the status, or decides who may have a membership.';
const ofStaff = 'The permissions of staff follow the account, and a role keeps it active.';
const counts = 'It counts or tells accounts by the status that the nightly job keeps.';
const asksBefore =
  'The trigger ask_standing and the policy ask the rules. This one decides whether to say more.';

/** The functions that ask for the status of an account by themselves, and why the rules don't decide there. */
const isListed = 'The firm is in the directory by the table of rules; a closed account has no name there.';

const functions: Record<string, string> = {
  'names_for_search(integer,tsquery,text[],text,integer)': isListed,
  'names_of_shown_people(uuid[],uuid[])': isListed,
  'people_beginning(integer,text,integer)': isListed,
  'account_is_open()': isTheLock,
  'account_standing(uuid)': 'The standing follows from the status and the terms.',
  'add_member(text,text,text,text,text,text,text,date,date,text,text)': setsIt,
  'add_term_on(uuid,text,date,date,text,text)': setsIt,
  'answer_clarification(uuid,text,text)': goesOn,
  'apply_upgrade(invoices)': setsIt,
  'ask_bidder(uuid,text,date,text)': goesOn,
  'hold_for_award(uuid)': goesOn,
  'assert_may_have_company()': setsIt,
  'assert_renewable(uuid,text,integer)': setsIt,
  'association_figures()': counts,
  'begin_encrypted_file(uuid,text,bigint,bytea)': 'It asks as the policy of the other files does.',
  'begin_renewal_charge(uuid)': setsIt,
  'check_acknowledgement()': asksBefore,
  'check_application()': asksBefore,
  'check_bid_content()': asksBefore,
  'check_enrollment()': asksBefore,
  'check_message()': 'It is about the receiver, who has to be able to answer.',
  'check_posting()': asksBefore,
  'check_project()': asksBefore,
  'check_question()': asksBefore,
  'close_invoice(uuid,text,text)': setsIt,
  'directory_differences(integer)': 'It leaves out accounts that are closed before it asks.',
  'find_covering(uuid,date,uuid)': 'It is about the colleague, who isn’t suspended.',
  'follow_tiers()': 'It is about the status of a term.',
  'grant_bid_exception(uuid,uuid,timestamp with time zone,text,text)':
    'A poster of before ends what was begun, and mail goes to accounts that are open.',
  'holds_permission(text)': ofStaff,
  'is_active_member()': 'The question of before, for policies that are not written yet.',
  'is_staff()': ofStaff,
  'issue_upgrade_invoice(uuid,text,bigint)': setsIt,
  'judge_new_member(text,text,text,date,date,text)': setsIt,
  'keep_an_administrator()': ofStaff,
  'keep_an_administrator_active()': ofStaff,
  'leave_company(uuid)': givesUp,
  'letter_of_act(text,uuid)': isTheLock,
  'licenses_of_newest_members(integer)': counts,
  'mark_member_licenses()': counts,
  'may_insert_for(uuid,text)': asksBefore,
  'may_post_for_agencies(uuid)': ofStaff,
  'name_bidding_firm()': asksBefore,
  'number_addendum()': goesOn,
  'send_invitations(uuid,uuid[],jsonb,text,text)': goesOn,
  'record_invoice_payment(uuid,text,text,bigint,date,bigint,boolean,text)': setsIt,
  'renewals_to_notice(uuid)': setsIt,
  'seat_registration()': asksBefore,
  'settle_application()': setsIt,
  'settle_checkout(uuid,text,text,text,bigint)': setsIt,
  'show_in_company(uuid,uuid,boolean)': givesUp,
  'standing_allows(text)': 'It is the question.',
  'start_renewal(uuid,text,text,text,integer,integer)': setsIt,
  'undo_upgrade(invoices)': setsIt,
  'void_invoice_payment(uuid,text,bigint)': setsIt,
  'watched_licenses()': counts,
};

/** The same for policies. */
const policies: Record<string, string> = {
  'alert_choices.own_insert': isTheLock,
  'alert_choices.own_update': isTheLock,
  'announcement_reads.own_insert': isTheLock,
  'application_messages.own_insert': isTheLock,
  'bid_drafts.people_note': isTheLock,
  'event_registrations.own_cancel': givesUp,
  'feedback_replies.own_insert': isTheLock,
  'files.own_delete': givesUp,
  'files.own_insert': 'The row that gets the file is asked for when it gets it.',
  'files.own_update': 'The row that gets the file is asked for when it gets it.',
  'follows.own_delete': givesUp,
  'mailbox.own_marks': isTheLock,
  'match_choices.own_insert': isTheLock,
  'match_choices.own_update': isTheLock,
  'member_feedback.own_insert': isTheLock,
  'notifications.own_update': isTheLock,
  'outreach_contacts.poster_insert': goesOn,
  'outreach_records.poster_insert': goesOn,
  'project_addenda.poster_insert':
    'A paused poster still answers for the project. For a lapsed one staff do.',
  'project_addenda.poster_update': goesOn,
  'project_applications.applicant_withdraws': givesUp,
  'project_applications.owner_decides': goesOn,
  'project_files.owner_delete': goesOn,
  'project_files.owner_insert': goesOn,
  'project_follows.own_delete': givesUp,
  'project_outreach.poster_delete': goesOn,
  'project_outreach.poster_insert': goesOn,
  'project_outreach.poster_update': goesOn,
  'project_questions.poster_decides': goesOn,
  'projects.own_delete': givesUp,
  'projects.own_update':
    'A project that is published goes on. The trigger check_posting asks before one is published.',
  'saved_searches.own_delete': givesUp,
  'secure_data.own_delete': givesUp,
  'user_skills.own_delete': isTheLock,
  'user_skills.own_insert': isTheLock,
  'user_skills.own_update': isTheLock,
  'users.own_change': isTheLock,
};

const found = async (statement: string) =>
  (await portal.owner.unsafe<{ name: string }[]>(statement)).map(({ name }) => name).sort();

it('a function asks the table of rules, or says here why it asks for the status by itself', async () => {
  expect(
    await found(`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace = 'public'::regnamespace and (prosrc ~ '(is_active_member|account_is_open|may_insert_for)[(]'
        or prosrc ~ '\\musers\\M' and prosrc ~ '\\mstatus\\M' and prosrc ~ '''(ACTIVE|LAPSED|SUSPENDED)''')`),
  ).toEqual(Object.keys(functions).sort());
});

it('so does a policy', async () => {
  expect(
    await found(`
      select tablename || '.' || policyname as name from pg_policies
      where concat(qual, with_check) ~ '(is_active_member|account_is_open)[(]'`),
  ).toEqual(Object.keys(policies).sort());
});
