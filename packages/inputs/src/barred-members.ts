/** A time within which the license of a joint venture's member bars it from work. */
export interface BarredTime {
  licenseNumber: string;
  /** The first day, `YYYY-MM-DD`. */
  from: string;
  /** The first day after it, `endless` where no file names one. */
  until: string;
  /** A kind of standing; with `-inferred` behind it if it follows from a day that the files announce. */
  kind: string;
}

/** The days before and after all others, in the texts of `california_contractors.barred_members`. */
export const beginningOfTime = '0001-01-01';
export const endless = '9999-12-31';

export function readBarredTime(text: string): BarredTime {
  const [licenseNumber = '', from = '', until = '', kind = ''] = text.split(' ');
  return { licenseNumber, from, until, kind };
}

export const writeBarredTime = ({ licenseNumber, from, until, kind }: BarredTime): string =>
  [licenseNumber, from, until, kind].join(' ');

/** Reads `1000001 suspended`, as a change of a venture has it. */
export function readBarredMember(text: string): Pick<BarredTime, 'licenseNumber' | 'kind'> {
  const [licenseNumber = '', kind = ''] = text.split(' ');
  return { licenseNumber, kind };
}

const clauses: Record<string, string> = {
  'suspended-inferred': 'may be suspended',
  'expired-inferred': 'is expired unless renewed',
  'not-issued': 'is not yet issued',
};

/** “license 1000001 is suspended”. */
export function memberInWords({ licenseNumber, kind }: Pick<BarredTime, 'licenseNumber' | 'kind'>): string {
  return `license ${licenseNumber} ${clauses[kind] ?? `is ${kind.replace('-inferred', '')}`}`;
}
