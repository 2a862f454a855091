/** A time within which the license of a joint venture's member bars it from work. */
export interface BarredTime {
  licenseNumber: string;
  /** The first day, `YYYY-MM-DD`. */
  from: string;
  /** The first day after it, `endless` where no file names one. */
  until: string;
  /** A kind of standing, `doubted` or a remark; with `-inferred` behind it if it is our inference. */
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

/** A member that bars a venture, as a change has it: at once, or from a later day on. */
export interface BarredMember extends Pick<BarredTime, 'licenseNumber' | 'kind'> {
  from: string | null;
}

/** Reads `1000001 suspended`, or `1000001 suspended-inferred 2026-12-20` of a day that was to come. */
export function readBarredMember(text: string): BarredMember {
  const [licenseNumber = '', kind = '', from = null] = text.split(' ');
  return { licenseNumber, kind, from };
}

export const writeBarredMember = ({ licenseNumber, kind, from }: BarredMember): string =>
  [licenseNumber, kind, ...(from === null ? [] : [from])].join(' ');

/** A license that the board lists as clear, of which the files tell something that may suspend it. */
export const doubted = 'doubted-inferred';

/** Members whose licenses nobody judges: the file lacks the license, or it is that of another joint venture. They bar nobody. */
export const unjudged = ['unlisted', 'venture'] as const;
export const isUnjudged = ({ kind }: Pick<BarredTime, 'kind'>): boolean =>
  (unjudged as readonly string[]).includes(kind);

/** True for a member of which the board itself does not say that it may not work. */
export const isInferredKind = ({ kind }: Pick<BarredTime, 'kind'>): boolean => kind.endsWith('-inferred');

const clauses: Record<string, string> = {
  [doubted]: 'may not be in good standing',
  'suspended-inferred': 'may be suspended',
  'expired-inferred': 'is expired unless renewed',
  'not-issued': 'is not yet issued',
};

/** “license 1000001 is suspended”. */
export function memberInWords({ licenseNumber, kind }: Pick<BarredTime, 'licenseNumber' | 'kind'>): string {
  return `license ${licenseNumber} ${clauses[kind] ?? `is ${kind.replace('-inferred', '')}`}`;
}
