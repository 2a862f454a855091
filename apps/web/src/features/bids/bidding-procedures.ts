import { createContext, use } from 'react';
import { api } from '../../lib/api.ts';

/** The procedures of a poster for the bids on a project, or those of staff, who reach every project. */
type Procedures = Pick<
  typeof api.bids.forStaff,
  | 'askBidder'
  | 'award'
  | 'grantException'
  | 'listClarifications'
  | 'listExceptions'
  | 'listFirmsToExcept'
  | 'shortlist'
>;

export const BiddingProcedures = createContext<Procedures>(api.bids);
export const useBidding = (): Procedures => use(BiddingProcedures);
