import {
  type HealthArea,
  type HealthCheckName,
  type HealthState,
  needsAttention,
  verdictInWords,
  worstState,
} from '@namc/inputs/health';
import type { Transaction } from '../../engine/database.ts';
import {
  type AlertRow,
  type HealthRow,
  type HealthThresholds,
  listAlerts,
  listHealthStates,
  listHealthThresholds,
} from '../../health/queries.ts';
import type { Evidence } from '../../health/tables.ts';
import type { Check, Limits } from './check.ts';
import { checks } from './checks.ts';

/** A check with what it found last, for a page or a program. */
export interface ShownCheck {
  name: HealthCheckName;
  area: HealthArea;
  question: string;
  unit: string;
  state: HealthState;
  says: string;
  value: number | null;
  evidence: Evidence;
  /** Null before the first round, and for a state that is not known any more. */
  since: Date | null;
  checkedAt: Date | null;
  explanation: string;
  fix: { sql: string; lock: string } | null;
  /** The limits that hold, and the check's own; null for a check without limits. */
  limits: (Limits & { own: Limits; areChanged: boolean }) | null;
}

export interface Verdict {
  /** The worst of all. */
  state: HealthState;
  says: string;
  /** How many checks are in each state. */
  counts: Record<HealthState, number>;
  /** The checks that somebody should look at, the worst first. */
  attention: ShownCheck[];
  /** The time of the last round; null before the first. */
  checkedAt: Date | null;
}

/** An alert, with what its check says to do. */
export type ShownAlert = AlertRow & Pick<Check, 'question' | 'explanation'> & { fix: ShownCheck['fix'] };

/** Open alerts, the worst first, and then the newest of those that are over. For those with `health.read`. */
export async function showAlerts(tx: Transaction): Promise<ShownAlert[]> {
  const alerts = await listAlerts(tx);
  return alerts.map((alert) => {
    // A check that is no more ends its alert, and leaves it in the history for a year.
    const check = checks.find(({ name }) => name === alert.checkName);
    const { question = alert.checkName, explanation = '', fix = null } = check ?? {};
    return { ...alert, question, explanation, fix };
  });
}

/** The checks of one area with what they found last. For those with `health.read`. */
export async function listHealth(tx: Transaction, { area }: { area: HealthArea }): Promise<ShownCheck[]> {
  return (await showAllChecks(tx)).filter((check) => check.area === area);
}

/** The state of the whole in words, and what needs attention. For those with `health.read`. */
export async function getVerdict(tx: Transaction): Promise<Verdict> {
  return verdictOf(await showAllChecks(tx));
}

/** Every check with what it found last. For those with `health.read`. */
export async function showAllChecks(tx: Transaction): Promise<ShownCheck[]> {
  const states = await listHealthStates(tx);
  return showChecks(states, await listHealthThresholds(tx));
}

/** Puts what a round found beside the questions. A state that nobody has checked lately is unknown. */
export function showChecks(states: Partial<HealthRow>[], thresholds: HealthThresholds[]): ShownCheck[] {
  return checks.map((check) => {
    const found = states.find(({ checkName }) => checkName === check.name);
    const { name, area, question, unit, explanation, fix } = check;
    const known = {
      name,
      area,
      question,
      unit,
      explanation,
      fix: fix ?? null,
      limits: limitsOf(check, thresholds),
      checkedAt: found?.checkedAt ?? null,
    };
    if (found?.state === undefined || found.isStale) {
      const says = found ? 'The checks do not run any more: the worker is away.' : 'Not checked yet.';
      return { ...known, state: 'unknown', says, value: null, evidence: [], since: null };
    }
    const { state, says = '', value = null, evidence = [], since = null } = found;
    return { ...known, state, says, value, evidence, since };
  });
}

function limitsOf(check: Check, thresholds: HealthThresholds[]): ShownCheck['limits'] {
  if (!check.limits) return null;
  const set = thresholds.find(({ checkName }) => checkName === check.name);
  const { warn, bad } = set ?? check.limits;
  return { warn, bad, own: check.limits, areChanged: set !== undefined };
}

export function verdictOf(shown: ShownCheck[]): Verdict {
  const count = (state: HealthState) => shown.filter((check) => check.state === state).length;
  const order: HealthState[] = ['bad', 'warn', 'unknown'];
  const checked = shown.flatMap(({ checkedAt }) => (checkedAt ? [checkedAt.getTime()] : []));
  const isNew = checked.length === 0;
  return {
    state: worstState(shown.map(({ state }) => state)),
    says: isNew ? 'The checks have not run yet.' : verdictInWords(shown),
    counts: {
      ok: count('ok'),
      warn: count('warn'),
      bad: count('bad'),
      unknown: count('unknown'),
      'not applicable': count('not applicable'),
    },
    attention: shown
      .filter(({ state }) => needsAttention(state))
      .toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state)),
    checkedAt: isNew ? null : new Date(Math.max(...checked)),
  };
}
