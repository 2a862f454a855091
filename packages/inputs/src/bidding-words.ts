import type { biddingActs } from './bids.ts';

type Act = (typeof biddingActs)[number];

/** The acts of a bidding in words. */
export const actWords: Record<Act, string> = {
  PUBLISHED: 'Project published',
  DEADLINE_SET: 'Deadline set',
  DEADLINE_MOVED: 'Deadline moved',
  CLOSED_EARLY: 'Bidding closed early',
  REOPENED: 'Bidding opened again',
  INTERESTED: 'Interest shown',
  ADDENDUM: 'Addendum sent',
  ACKNOWLEDGED: 'Addendum acknowledged',
  EXCEPTION: 'More time for one bidder',
  SUBMITTED: 'Bid submitted',
  REVISED: 'Bid revised',
  WITHDRAWN: 'Bid withdrawn',
  OPENED: 'Bids opened',
  ASKED: 'Bidder asked',
  ANSWERED: 'Question answered',
  AWARDED: 'Awarded',
  DECLINED: 'Not awarded',
};

const partWords: Record<string, string> = {
  PRIME: 'As prime',
  SUBCONTRACTOR: 'As subcontractor',
  SUPPLIER: 'As supplier',
};

/** The details of an act in words; null for one that says all by its name. */
export function detailsOfAct({
  act,
  number,
  words,
}: {
  act: Act;
  number: number | null;
  words: string | null;
}): string | null {
  if (act === 'INTERESTED') return partWords[words ?? ''] ?? words;
  return number === null ? words : `Addendum ${number}: ${words}`;
}

/** The name of a person, or of the job that opens bids. The worker opens bids after the deadline, unless somebody asks for it. */
export const personOfAct = ({ act, person }: { act: Act; person: string | null }): string | null =>
  person ?? (act === 'OPENED' ? 'The portal’s job for deadlines' : null);
