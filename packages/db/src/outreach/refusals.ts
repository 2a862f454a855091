import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  outreach_contacts_firm_on_list:
    'You have contacted this firm, so it stays on the list with the contacts that show it.',
  outreach_contacts_corrected_once:
    'This contact is corrected already. Correct the entry that took its place.',
  outreach_contacts_corrects_same_firm: 'The contact that this corrects isn’t one with this firm.',
  outreach_contacts_not_in_future: {
    field: 'contacted',
    must: 'be a time that has passed: log a contact after you made it',
  },
  outreach_contacts_follow_up_later: {
    field: 'followUpOn',
    must: 'be the day of the contact or a later one',
  },
  outreach_contacts_rejection_of_quote: {
    field: 'rejection',
    must: 'be blank unless the firm sent a quote',
  },
};

const byFunction = 'A function writes the row from a row of the list.';

/** Only a defect can break these. */
export const defects: Refusals = {
  project_outreach_once: 'A firm that is on the list already is left as it is.',
  project_outreach_of_project: 'The key alone is unique.',
  outreach_contacts_of_firm: 'The key alone is unique.',
  project_outreach_email_normalized: 'The input is a mailbox in lower case.',
  outreach_invitations_once: byFunction,
  outreach_invitations_contact: byFunction,
  outreach_invitations_stop_key: byFunction,
  outreach_invitations_email_normalized: byFunction,
  outreach_invitations_in_order: byFunction,
  outreach_invitations_returned_whole:
    'A function writes both columns, and the command shortens the words to one line.',
  outreach_invitations_firm_on_list: byFunction,
  outreach_invitations_contact_of_firm: byFunction,
};
