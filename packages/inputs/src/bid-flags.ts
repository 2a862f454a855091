import type { offerProblems } from './bids.ts';

/** The facts of an opened bid that its flags follow from. */
interface FlaggedBid {
  isTied: boolean;
  isLowest: boolean;
  problem: (typeof offerProblems)[number] | null;
  amountCents: number | null;
  percentOfMedian: number | null;
  addenda: { number: number; isRead: boolean; isLater: boolean }[];
  files: unknown[];
  licenseNumber: string | null;
  isInGoodStanding: boolean | null;
}

export const offerProblemWords = {
  DAMAGED: 'Couldn’t be opened: it was damaged',
  CHANGED: 'Couldn’t be opened: it isn’t what the firm submitted',
} as const;

/** The points that a poster should look at before an award. The page of the bids and the bidding log name the same ones. */
export function bidFlags(bid: FlaggedBid): string[] {
  const { percentOfMedian: share } = bid;
  return [
    ...(bid.isTied ? ['Same price as another bid'] : []),
    ...(bid.isLowest && !bid.isTied ? ['Lowest price'] : []),
    ...(bid.problem ? [offerProblemWords[bid.problem]] : bid.amountCents === null ? ['Names no price'] : []),
    ...(share !== null && (share < 75 || share > 135) ? [`${share}% of the middle price`] : []),
    ...missingAddenda(bid),
    ...(bid.files.length === 0 ? ['No files, and no bond letter'] : []),
    ...(bid.licenseNumber === null ? ['Names no license'] : []),
    ...(bid.isInGoodStanding === false ? ['License not in good standing today'] : []),
  ];
}

const missingAddenda = ({ addenda }: FlaggedBid) =>
  addenda.flatMap(({ number, isRead, isLater }) =>
    isRead ? [] : [`Addendum ${number} isn’t acknowledged${isLater ? '. It came after the bid' : ''}`],
  );
