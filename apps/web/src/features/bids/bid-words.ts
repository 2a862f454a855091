import type { BidStatus, bidderRoles, ListedSubcontractor, Stance } from '@namc/inputs/bids';
import { formatCents } from '../../lib/formats.ts';

export const stanceWords: Record<Stance, string> = {
  INTERESTED: 'Interested',
  UNDECIDED: 'Undecided',
  NOT_BIDDING: 'Not bidding',
};

export const bidderRoleWords: Record<(typeof bidderRoles)[number], string> = {
  PRIME: 'Prime',
  SUBCONTRACTOR: 'Subcontractor',
  SUPPLIER: 'Supplier',
};

export const bidStatusWords: Record<BidStatus, string> = {
  SUBMITTED: 'Submitted',
  SHORTLISTED: 'Shortlisted',
  WITHDRAWN: 'Withdrawn',
  DECLINED: 'Not awarded',
  AWARDED: 'Awarded',
};
export const bidStatusTones = {
  SUBMITTED: 'info',
  SHORTLISTED: 'accent',
  WITHDRAWN: 'quiet',
  DECLINED: 'quiet',
  AWARDED: 'ok',
} as const satisfies Record<BidStatus, string>;

/** “Electrical · $12,000 (12.5%)”. */
export const portionWords = ({ work, amountCents, percent }: ListedSubcontractor): string => {
  const amount = amountCents === null ? '' : formatCents(amountCents);
  const share = percent === null ? '' : `${percent}%`;
  return `${work}${amount || share ? ' · ' : ''}${amount && share ? `${amount} (${share})` : amount || share}`;
};
