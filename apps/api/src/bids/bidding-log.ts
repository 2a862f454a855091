import type { BidDocuments } from '@namc/db/bids/commands/documents';
import { type CsvCell, toCsv } from '@namc/db/csv';
import { bidFlags } from '@namc/inputs/bid-flags';
import { actWords, detailsOfAct, personOfAct } from '@namc/inputs/bidding-words';
import { dollars } from '../invoices/document-words.ts';

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
    [...at(act.at), actWords[act.act], act.firm, personOfAct(act), act.bidId, null, detailsOfAct(act)],
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
