import { businessTypeWords } from '@namc/inputs/business-types';
import { dayWords } from '@namc/inputs/day-words';
import { formatPhone } from '@namc/inputs/phone';
import type { ReactNode } from 'react';
import { formatCents } from '../../../lib/formats.ts';
import type { License } from '../contractor.ts';
import { StandingMark } from '../standing-mark.tsx';
import { tradeLabel } from '../trade-names.ts';

/** A row of the comparison. Two licenses differ in it if their words do. */
export interface ComparedFact {
  term: string;
  /** Empty if the file says nothing. */
  words: (license: License) => string;
  /** A richer form of the words. */
  show?: (license: License) => ReactNode;
}

const answers = { yes: 'yes', no: 'no', unknown: 'not known' };
const mayContract = ({ standing }: License) =>
  `May bid and contract: ${answers[standing.mayContract.answer]}`;

const together = (parts: (string | null | undefined | false)[], between = ', ') =>
  parts.filter(Boolean).join(between);

export const comparedFacts: ComparedFact[] = [
  {
    term: 'Standing',
    words: (license) => together([license.standing.short, mayContract(license)]),
    show: (license) => (
      <>
        <StandingMark standing={license.standing} />
        <span className="block">{mayContract(license)}</span>
      </>
    ),
  },
  {
    term: 'Trades',
    words: ({ classifications }) => together(classifications),
    show: ({ classifications }) => (
      <ul className="space-y-1">
        {classifications.map((code) => (
          <li key={code}>{tradeLabel(code)}</li>
        ))}
      </ul>
    ),
  },
  {
    term: 'Other names',
    words: ({ doingBusinessAs, otherNames }) => together([...doingBusinessAs, ...otherNames], '; '),
  },
  {
    term: 'Kind of business',
    words: ({ businessType }) => (businessType ? businessTypeWords(businessType) : ''),
  },
  {
    term: 'City and county',
    words: ({ city, state, county }) =>
      together([city, state !== 'CA' && state, county && `${county} County`]),
  },
  { term: 'License since', words: ({ issueDate }) => day(issueDate) },
  { term: 'Expires', words: ({ expirationDate }) => day(expirationDate) },
  {
    term: 'Contractor bond',
    words: ({ contractorBond: bond }) =>
      together(
        [
          bond?.amountCents != null && formatCents(bond.amountCents),
          bond?.surety,
          bond?.cancellationDate && `canceled from ${day(bond.cancellationDate)}`,
        ],
        '; ',
      ),
  },
  {
    term: 'Workers’ compensation',
    words: ({ workersComp: { coverage, insurer, expirationDate, cancellationDate, suspensionDate } }) =>
      together(
        [
          coverage,
          insurer,
          expirationDate && `through ${day(expirationDate)}`,
          cancellationDate && `canceled from ${day(cancellationDate)}`,
          suspensionDate && `suspended from ${day(suspensionDate)}`,
        ],
        '; ',
      ),
  },
  {
    term: 'Phone',
    words: ({ phone }) => (phone ? formatPhone(phone) : ''),
    show: ({ phone }) =>
      phone && (
        <a
          href={`tel:${phone.replace(/[^+\d]/g, '')}`}
          className="inline-flex min-h-6 items-center whitespace-nowrap text-link underline underline-offset-4 print:no-underline"
        >
          {formatPhone(phone)}
        </a>
      ),
  },
];

function day(value: string | null): string {
  return value ? dayWords(value) : '';
}
