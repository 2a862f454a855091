import type { BidDocuments } from '@namc/db/bids/commands/documents';
import { type CsvCell, toCsv } from '@namc/db/csv';
import { bidFlags } from '@namc/inputs/bid-flags';
import type { biddingActs } from '@namc/inputs/bids';
import { dollars } from '../invoices/document-words.ts';

type Act = BidDocuments['acts'][number];

const actWords: Record<(typeof biddingActs)[number], string> = {
  PUBLISHED: 'Project published',
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

function detailsOf({ act, number, words }: Act): string | null {
  if (act === 'INTERESTED') return partWords[words ?? ''] ?? words;
  return number === null ? words : `Addendum ${number}: ${words}`;
}
const personOf = ({ act, person }: Act) =>
  person ?? (act === 'OPENED' ? 'The portal, at the deadline' : null);

/**
 * The bidding log as CSV: a row for each act, and one for the price of each opened bid with what to look at. Instants are the
 * database’s, to the second.
 */
export function biddingLog({ acts, bids, zone, openedAt }: BidDocuments): string {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const at = (instant: Date | null): CsvCell[] =>
    instant ? [clock.format(instant), instant.toISOString().replace(/\.\d+Z$/, 'Z')] : ['Not recorded', null];
  const offers = bids
    .filter(({ status }) => status !== 'WITHDRAWN')
    .map((bid): CsvCell[] => [
      ...at(openedAt),
      'Bid as opened',
      bid.firm ?? bid.bidder,
      null,
      bid.id,
      bid.amountCents === null ? null : dollars(bid.amountCents),
      bidFlags(bid).join('. '),
    ]);
  const rows = acts.flatMap((act): CsvCell[][] => [
    [...at(act.at), actWords[act.act], act.firm, personOf(act), act.bidId, null, detailsOf(act)],
    ...(act.act === 'OPENED' ? offers : []),
  ]);
  return toCsv(rows, [
    `When (${zone})`,
    'When (UTC)',
    'Act',
    'Firm',
    'Person',
    'Number of the bid',
    'Price (USD)',
    'Details',
  ]);
}
