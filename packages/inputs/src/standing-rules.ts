import { standings } from './memberships.ts';

/** The standing that decides what an account may do: that of the membership, or a suspension. */
export const accountStandings = [...standings, 'SUSPENDED'] as const;
export type AccountStanding = (typeof accountStandings)[number];

/** The acts that a standing allows or not. The table `standing_rules` says which. */
export const standingActs = [
  'READ_DIRECTORY',
  'BE_LISTED',
  'READ_MEMBER_PAGES',
  'READ_PLANS',
  'BID',
  'POST_PROJECT',
  'TAKE_PART',
  'MESSAGE',
  'FOLLOW',
  'EDIT_COMPANY',
  'PAY',
  'READ_RECEIPTS',
  'READ_HISTORY',
] as const;
export type StandingAct = (typeof standingActs)[number];
