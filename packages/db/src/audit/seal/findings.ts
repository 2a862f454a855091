import type { Trail } from '../tables.ts';
import type { AnchorContent } from './anchor-line.ts';
import type { RulesDetails } from './details.ts';
import type { Entry, SealKey } from './entry.ts';

export type ProblemKind =
  | 'edited'
  | 'deleted'
  | 'inserted'
  | 'backdated'
  | 'reordered'
  | 'foreign login'
  | 'counts differ'
  | 'batch damaged'
  | 'batch missing'
  | 'dropped early'
  | 'key missing'
  | 'not sealed'
  | 'rules changed'
  | 'chain cut'
  | 'state differs'
  | 'outcome forged';

export interface TrailProblem {
  kind: ProblemKind;
  trail: Trail | null;
  batch: number | null;
  rowId: string | null;
  /** A sentence for a person. */
  message: string;
  /** An operator's act may accept it. A change of sealed rows stays a problem. */
  canBeAccepted: boolean;
}

/** The outcome of one verification. */
export interface Findings {
  problems: TrailProblem[];
  /** Sentences that a reader should know and that are no problem. */
  notes: string[];
}

export function report(
  { problems }: Findings,
  kind: ProblemKind,
  message: string,
  about: Partial<Omit<TrailProblem, 'kind' | 'message'>> = {},
): void {
  problems.push({ kind, trail: null, batch: null, rowId: null, canBeAccepted: false, ...about, message });
}

/** So many rows are named one by one in one place; more are counted. */
export const mostNamed = 20;

export interface VerifyOptions {
  /** A login that reads past the policies, as the auditor's. Another one sees what the portal's own work sees. */
  url: string;
  preparedStatements?: boolean | undefined;
  /** In the embedded database every login is one superuser, so the rows' logins say nothing. */
  embedded: boolean;
  keys: readonly SealKey[];
  /** The part of the chain that the anchor's file knows. */
  anchor?: AnchorContent | undefined;
  /** The part that the anchor's object store knows. */
  stored?: AnchorContent | undefined;
  /** A batch and its seal in hexadecimal, as a letter to the auditor has it. */
  expected?: { batch: number; seal: string } | undefined;
  /** Compares the present rows of each audited table with the trail. */
  withState?: boolean;
  /** A row that has waited longer for its seal is a problem. */
  longestUnsealedSeconds: number;
  onProgress?: (rows: number) => void;
  signal?: AbortSignal | undefined;
}

/** The state of the walk along the chain. */
export interface Chain {
  rows: number;
  batches: number;
  end: Entry | undefined;
  /** By batch, its seal in hexadecimal. Filled if something outside is compared with it. */
  seals: Map<number, string>;
  /** By trail and month, the sealed rows. */
  sealedRows: Map<string, number>;
  /** By trail and month, the entry that allows the partition to be dropped. */
  retired: Map<string, Entry>;
  /** The last entry that says which transactions had ended. */
  mark: Entry | undefined;
  /** The rules that were sealed last, and their digest. */
  rules: { digest: Buffer; details: RulesDetails } | undefined;
  /** By table, when its trail began, where that was later than the table. */
  recordedSince: Map<string, Date>;
  /** The time at which outcomes of verifications began to carry seals. */
  outcomesSealedSince: Date | undefined;
  /** The last batch whose findings an operator has accepted; 0 if there is none. */
  acceptedTo: number;
}

export const partKey = (trail: Trail, month: Date) => `${trail} ${month.toISOString().slice(0, 7)}`;
