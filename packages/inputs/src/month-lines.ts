import type { LedgerKind } from './ledger.ts';

interface Month {
  receivables: Record<
    | 'openingCents'
    | 'issuedCents'
    | 'paidCents'
    | 'creditUsedCents'
    | 'returnedCents'
    | 'voidCents'
    | 'writtenOffCents'
    | 'waivedCents'
    | 'closingCents',
    number
  >;
  ages: Record<'notDueCents' | 'to30Cents' | 'to60Cents' | 'to90Cents' | 'olderCents', number>;
  income: {
    name: string;
    invoicedCents: number;
    receivedCents: number;
    invoicedYearCents: number;
    receivedYearCents: number;
  }[];
  received: { way: string; cents: number }[];
  bouncedCents: number;
  refundedCents: number;
  deposits: { number: string; totalCents: number }[];
  undeposited: { openingCents: number; closingCents: number };
  credits: Record<'openingCents' | 'givenCents' | 'usedCents' | 'refundedCents' | 'closingCents', number>;
}

/** One line of a month-end report. `isSum` is true for a line that the ones before it add up to. */
export interface MonthLine {
  section: string;
  name: string;
  cents: number;
  isSum?: true;
}

const wayNames: Record<string, string> = {
  CHECK: 'Checks',
  CASH: 'Cash',
  TRANSFER: 'Transfers',
  STRIPE: 'Online payments',
};

/** A month-end report line by line, for the page and for its CSV, so that both say the same. */
export function linesOfMonth(month: Month): MonthLine[] {
  const { receivables: owed, ages, credits, undeposited } = month;
  const of = (section: string, lines: [name: string, cents: number, isSum?: true][]): MonthLine[] =>
    lines.map(([name, cents, isSum]) => ({ section, name, cents, ...(isSum && { isSum }) }));
  const moneyIn = month.received.reduce((all, { cents }) => all + cents, 0);
  const taken = month.deposits.reduce((all, { totalCents }) => all + totalCents, 0);
  return [
    ...of('Receivables', [
      ['Owed when the month began', owed.openingCents],
      ['Invoices issued', owed.issuedCents],
      ['Paid', owed.paidCents],
      ['Paid with credits', owed.creditUsedCents],
      ['Payments voided', owed.returnedCents],
      ['Invoices voided', owed.voidCents],
      ['Written off', owed.writtenOffCents],
      ['Waived', owed.waivedCents],
      ['Owed when the month ended', owed.closingCents, true],
    ]),
    ...of('Receivables by age', [
      ['Not due yet', ages.notDueCents],
      ['1 to 30 days late', ages.to30Cents],
      ['31 to 60 days late', ages.to60Cents],
      ['61 to 90 days late', ages.to90Cents],
      ['Over 90 days late', ages.olderCents],
      ['Owed when the month ended', owed.closingCents, true],
    ]),
    ...of('Invoiced', sumUp(month.income.map(({ name, invoicedCents }) => [name, invoicedCents]))),
    ...of(
      'Paid, by what it was for',
      sumUp(month.income.map(({ name, receivedCents }) => [name, receivedCents])),
    ),
    // A difference, because −0 would show as “-$0.00”.
    ...of('Money', [
      ...month.received.map(({ way, cents }): [string, number] => [wayNames[way] ?? way, cents]),
      ['Bounced or taken back', 0 - month.bouncedCents],
      ['Refunds', 0 - month.refundedCents],
      ['Money in, less what went back', moneyIn - month.bouncedCents - month.refundedCents, true],
    ]),
    ...of('Deposits', [
      ...month.deposits.map(({ number, totalCents }): [string, number] => [number, totalCents]),
      ['Taken to the bank', taken, true],
      ['Checks and cash that waited when the month began', undeposited.openingCents],
      ['Checks and cash that waited when the month ended', undeposited.closingCents],
    ]),
    ...of('Credits of members', [
      ['Owed to members when the month began', credits.openingCents],
      ['Paid more than was left', credits.givenCents],
      ['Used for invoices', credits.usedCents],
      ['Refunded', credits.refundedCents],
      ['Owed to members when the month ended', credits.closingCents, true],
    ]),
    ...of(
      'Invoiced since January 1',
      sumUp(month.income.map(({ name, invoicedYearCents }) => [name, invoicedYearCents])),
    ),
    ...of(
      'Paid since January 1',
      sumUp(month.income.map(({ name, receivedYearCents }) => [name, receivedYearCents])),
    ),
  ];
}

const sumUp = (lines: [string, number][]): [string, number, true?][] => [
  ...lines,
  ['Total', lines.reduce((all, [, cents]) => all + cents, 0), true],
];

/** What happened, in the words of a journal. */
export const ledgerKindWords: Record<LedgerKind, string> = {
  ISSUED: 'Invoice issued',
  PAYMENT: 'Payment',
  CREDIT_USED: 'Credit used',
  PAYMENT_VOIDED: 'Payment voided',
  CREDIT_TAKEN_BACK: 'Use of credit taken back',
  VOID: 'Invoice voided',
  WRITTEN_OFF: 'Invoice written off',
  WAIVED: 'Invoice waived',
  REFUND: 'Refund',
  DEPOSIT: 'Deposit',
  OTHER_PAYMENT: 'Payment without an invoice',
};
