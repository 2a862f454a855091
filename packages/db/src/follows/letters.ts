import { asSentence } from '@namc/inputs/change-sentence';
import { shortened } from '@namc/inputs/cut-text';
import { quoted } from '@namc/inputs/quoted';
import { type EndingCertification, endingInWords, stillEnding } from '../certifications/letters.ts';
import { letter, type Part, sampleOrigin } from '../engine/letter.ts';

/** The news of a firm for its followers. */
export interface FirmNews {
  licenseNumber: string;
  name: string;
  /** Its standing today, such as “In good standing as of November 20, 2026”, and what is about to change it. */
  standing: string;
  /** Each change as a clause about the firm, those about its standing first. */
  changes: string[];
}

/** The new results of a saved search. */
export interface SearchNews {
  name: string;
  /** Typed words that the search does not search for; letters from before they were kept have none. */
  leftOut?: string[];
  count: number;
  /** The first of them. */
  firms: { licenseNumber: string; name: string }[];
}

/** News of the licenses of the reader's own companies. */
export interface OwnNews {
  origin: string;
  firms: FirmNews[];
  /** Certifications of the companies of which the owner hears in the same letter. Letters from before have none. */
  certifications?: EndingCertification[];
}

export interface News {
  origin: string;
  firms: FirmNews[];
  /** Firms with changes that the letter has no room for. */
  moreFirms: number;
  searches: SearchNews[];
  /** Searches with new results that the letter has no room for. */
  moreSearches: number;
}

const firmName = ({ name, licenseNumber }: { name: string; licenseNumber: string }) =>
  `${name} (License ${licenseNumber})`;

const countOf = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

function subjectOf({ firms, moreFirms, searches, moreSearches }: News): string {
  const [firm] = firms;
  const [search] = searches;
  const firmCount = firms.length + moreFirms;
  const searchCount = searches.length + moreSearches;
  const ofSearches =
    search && searchCount === 1
      ? `${countOf(search.count, 'new result')} for ${quoted(shortened(search.name, 60))}`
      : `new results for ${countOf(searchCount, 'saved search', 'saved searches')}`;
  if (!firm) return ofSearches.charAt(0).toUpperCase() + ofSearches.slice(1);
  const ofFirms =
    firmCount === 1
      ? `${shortened(firm.name, 60)}: ${shortened(firm.changes[0] ?? 'changed', 120)}`
      : `Changes at ${countOf(firmCount, 'firm')} that you follow`;
  return searchCount > 0 ? `${ofFirms}, and ${ofSearches}` : ofFirms;
}

const withPeriod = (text: string) => (text.endsWith('.') ? text : `${text}.`);

function partsOfFirm(origin: string, firm: FirmNews): Part[] {
  return [
    `${firmName(firm)}: ${firm.changes.map((change) => `${asSentence(change)}.`).join(' ')} Standing today: ${withPeriod(firm.standing)}`,
    { link: `See ${shortened(firm.name, 60)}`, url: `${origin}/contractors/${firm.licenseNumber}` },
  ];
}

const and = new Intl.ListFormat('en-US');

function partsOfSearch({ name, leftOut = [], count, firms }: SearchNews): Part[] {
  const rest = count - firms.length;
  const unwatched =
    leftOut.length > 0 ? ` The search doesn’t watch for ${and.format(leftOut.map(quoted))}.` : '';
  return [
    `${countOf(count, 'new result')} for your saved search ${quoted(name)}: ${firms.map(firmName).join('; ')}${
      rest > 0 ? `; and ${rest.toLocaleString('en-US')} more` : ''
    }.${unwatched}`,
  ];
}

const sampleFirm: FirmNews = {
  licenseNumber: '1000001',
  name: 'Example Paving Inc.',
  standing:
    'Clear as of November 20, 2026, with a warning. The contractor bond will be canceled on March 3, 2027. The license would then be suspended, unless a new bond is filed first.',
  changes: ['contractor bond canceled as of March 3, 2027'],
};

export const letters = {
  'own-license': letter<OwnNews>(
    { origin: sampleOrigin, firms: [sampleFirm] },
    ({ origin, firms, certifications = [] }) => {
      const [first, ...more] = firms;
      const subject =
        first && more.length === 0
          ? `Your license ${first.licenseNumber}: ${first.changes[0] ?? 'changed'}`
          : 'News about the licenses of your companies';
      const rest = certifications.length > 0 ? ', and certifications that end soon' : '';
      return {
        subject: `${shortened(subject, 150)}${rest}`,
        path: '/company',
        parts: [
          ...firms.flatMap((firm) => partsOfFirm(origin, firm)),
          ...(certifications.length > 0
            ? [
                'These certifications of your company end soon. Renew them with the agency in time:',
                ...certifications.map(endingInWords),
              ]
            : []),
          'If the board is right, act before the day comes. If it isn’t, ask the board to correct its record.',
          { button: 'See your company', url: `${origin}/company` },
          'You get this email because you own the company with this license.',
          'This comes from the license board’s public file, which may be some days behind.',
        ],
      };
    },
    {
      note: 'See what the license board’s file says, and act before the day comes.',
      recheck: async (tx, { certifications = [], ...news }, userId) => ({
        ...news,
        certifications: await stillEnding(tx, certifications, userId),
      }),
    },
  ),
  'followed-changes': letter<News>(
    {
      origin: sampleOrigin,
      firms: [sampleFirm],
      moreFirms: 0,
      searches: [
        {
          name: 'Electricians in Oakland',
          leftOut: ['Berkeley'],
          count: 3,
          firms: [{ licenseNumber: '1000002', name: 'Example Electric LLC' }],
        },
      ],
      moreSearches: 0,
    },
    (news) => ({
      subject: shortened(subjectOf(news), 190),
      path: '/saved',
      parts: [
        ...news.firms.flatMap((firm) => partsOfFirm(news.origin, firm)),
        ...(news.moreFirms > 0
          ? [`${countOf(news.moreFirms, 'more firm')} that you follow changed too.`]
          : []),
        ...news.searches.flatMap(partsOfSearch),
        ...(news.moreSearches > 0
          ? [`${countOf(news.moreSearches, 'more saved search', 'more saved searches')} have new results.`]
          : []),
        { button: 'See all updates', url: `${news.origin}/saved` },
        'You can change what we email you about on that page.',
        'This comes from the license board’s public file. Before you sign a contract, check the license with the board itself.',
      ],
    }),
    { note: 'See what changed in the licenses and searches that you follow.' },
  ),
};
