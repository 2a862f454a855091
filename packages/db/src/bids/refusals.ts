import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  project_applications_one_live: 'You already have a bid on this project.',
  project_applications_one_awarded: 'This project is already awarded to another bid.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  project_applications_withdrawn: 'The database stamps a withdrawal, and a withdrawn bid stays withdrawn.',
  bid_drafts_once: '`begin_bid` finds the draft that is there.',
  project_interests_once: 'A second word of a firm takes the place of the first.',
  project_interests_shown_with_interest: 'A word that is not “interested” hides the firm.',
  bid_clarifications_question_or_answer: '`ask_bidder` sets the end of the time, and an answer has none.',
  bid_exceptions_until_later: '`grant_bid_exception` refuses a time that is over.',
  bid_files_storage_key_unique: 'The database makes a new key for each file.',
  bid_contents_sealed_until_opened:
    'A sealed offer is written with its readable columns empty, and `open_bids` fills them.',
  bid_files_sealed_until_opened:
    '`submit_bid` writes a file with these columns empty, and `open_files` fills them together.',
  bid_contents_problem_of_opened: '`open_bids` notes a problem as it stamps the opening.',
};
