import { letter, sampleOrigin } from '../engine/letter.ts';

/** A decision, as a letter tells of it. */
export interface Decided {
  origin: string;
  projectTitle: string;
  bidId: string;
}
const decided: Decided = {
  origin: sampleOrigin,
  projectTitle: 'Seismic retrofit of a library',
  bidId: '00000000-0000-7000-8000-000000000000',
};

export const letters = {
  'bid-awarded': letter<Decided>(
    decided,
    ({ origin, projectTitle, bidId }) => ({
      subject: 'Your bid was awarded',
      path: '/bids',
      parts: [
        `The project “${projectTitle}” was awarded to your firm’s bid. The poster will be in touch with you.`,
        { button: 'See your bid', url: `${origin}/bids/${bidId}` },
      ],
    }),
    { note: 'The poster will be in touch with you.' },
  ),
  'bid-not-awarded': letter<Decided>(
    decided,
    ({ origin, projectTitle, bidId }) => ({
      subject: 'A project was awarded to another bid',
      path: '/bids',
      parts: [
        `The project “${projectTitle}” was awarded to another bid. Thank you for yours.`,
        { button: 'See your bid', url: `${origin}/bids/${bidId}` },
        'You can keep notes about it, for your firm alone.',
      ],
    }),
    { note: 'You can keep notes about it, for your firm alone.' },
  ),
  'withdrawn-bid-decided': letter<Decided>(
    decided,
    ({ origin, projectTitle, bidId }) => ({
      subject: 'A project was awarded to another bid',
      path: '/bids',
      parts: [
        `The project “${projectTitle}” was awarded to another bid. Your firm had withdrawn its bid after the opening.`,
        { button: 'See your bid', url: `${origin}/bids/${bidId}` },
      ],
    }),
    { note: 'Your firm had withdrawn its bid after the opening.' },
  ),
  'bid-withdrawn': letter<{
    origin: string;
    projectId: string;
    projectTitle: string;
    firm: string;
    /** The bidder’s own words. */
    reason: string;
  }>(
    {
      origin: sampleOrigin,
      projectId: '00000000-0000-7000-8000-000000000000',
      projectTitle: 'Seismic retrofit of a library',
      firm: 'Example Builders',
      reason: 'A digit of the price was missing',
    },
    ({ origin, projectId, projectTitle, firm, reason }) => ({
      subject: 'A bid was withdrawn after the opening',
      path: '/projects',
      parts: [
        `${firm} withdrew its bid on “${projectTitle}” after the bids were opened. The reason that it gave:`,
        reason,
        { button: 'Compare the bids', url: `${origin}/projects/${projectId}/bids` },
        'You can no longer award the project to this bid.',
      ],
    }),
    { note: 'You can no longer award the project to this bid.' },
  ),
  'bid-exception': letter<{
    origin: string;
    projectTitle: string;
    projectId: string;
    /** In words, with the zone. */
    until: string;
    /** The words of who granted it. */
    reason: string;
  }>(
    {
      origin: sampleOrigin,
      projectTitle: 'Seismic retrofit of a library',
      projectId: '00000000-0000-7000-8000-000000000000',
      until: 'December 9, 2026 at 3:00 PM PST',
      reason: 'The portal was down for an hour before the deadline',
    },
    ({ origin, projectTitle, projectId, until, reason }) => ({
      subject: 'Your firm has more time to bid',
      path: '/bids',
      parts: [
        `Your firm may submit or revise its bid on “${projectTitle}” until ${until}. The deadline stays for everybody else. The reason:`,
        reason,
        { button: 'Go to your bid', url: `${origin}/projects/${projectId}/bid` },
        'All bidders are told that one firm has more time. Nobody tells them which one before the bids are open.',
      ],
    }),
    { note: 'The deadline stays for everybody else.' },
  ),
  'bid-question': letter<
    Decided & {
      day: string;
      /** Letters of an earlier version don’t say it. */
      isOfStaff?: boolean;
    }
  >(
    { ...decided, day: 'December 20, 2026', isOfStaff: false },
    ({ origin, projectTitle, bidId, day, isOfStaff }) => ({
      subject: isOfStaff ? 'NAMC staff ask about your bid' : 'The poster asks about your bid',
      path: '/bids',
      parts: [
        `${isOfStaff ? `NAMC staff ask your firm about its bid on “${projectTitle}”.` : `The poster of “${projectTitle}” asks your firm about its bid.`} Answer by the end of ${day}. No other bidder reads the question and the answer.`,
        { button: 'Read the question', url: `${origin}/bids/${bidId}` },
      ],
    }),
    { note: 'No other bidder reads the question and the answer.' },
  ),
  'bid-answer': letter<{
    origin: string;
    projectTitle: string;
    projectId: string;
    firm: string;
    /** Letters of an earlier version don’t say these two. */
    asker?: string;
    isForStaff?: boolean;
  }>(
    {
      origin: sampleOrigin,
      projectTitle: 'Seismic retrofit of a library',
      projectId: '00000000-0000-7000-8000-000000000000',
      firm: 'Example Builders',
      asker: 'you',
      isForStaff: false,
    },
    ({ origin, projectTitle, projectId, firm, asker = 'you', isForStaff }) => ({
      subject: `A bidder answered ${asker}`,
      path: '/projects',
      parts: [
        `${firm} answered ${asker} about its bid on “${projectTitle}”.`,
        {
          button: 'Read the answer',
          url: isForStaff ? `${origin}/admin/projects/${projectId}` : `${origin}/projects/${projectId}/bids`,
        },
      ],
    }),
    { note: 'The answer stands beside the bid.' },
  ),
  'bid-received': letter<{
    origin: string;
    projectTitle: string;
    bidId: string;
    /** In words, with the zone. */
    at: string;
  }>(
    {
      origin: sampleOrigin,
      projectTitle: 'Seismic retrofit of a library',
      bidId: '00000000-0000-7000-8000-000000000000',
      at: 'December 8, 2026 at 2:59:58 PM PST',
    },
    ({ origin, projectTitle, bidId, at }) => ({
      subject: 'We received your bid',
      path: '/bids',
      parts: [
        `Your bid on “${projectTitle}” came on ${at}, by the portal’s clock. It is sealed: nobody but your firm reads the offer before the bids are opened.`,
        // Letters wait in the database. A hash there would tell its owner which file it is.
        'The receipt has the time and the SHA-256 of each file.',
        { button: 'See the receipt', url: `${origin}/bids/${bidId}` },
        'Until the deadline you can submit a revision or withdraw the bid.',
      ],
    }),
    { memberMaySendTo: 'self', note: 'The receipt has the time and the SHA-256 of each file.' },
  ),
};
