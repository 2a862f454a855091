import { type Finding, spanInWords } from './check.ts';

/** The last report of the agent beside each server that is watched, and of each agent of the last week. */
export interface Reported {
  server: string;
  /** Null for a server without an agent. */
  reportedAt: Date | null;
  silentSeconds: number | null;
}

/** An agent reports each minute. */
const lateAfterSeconds = 180;

/**
 * What the agents tell is told if it is a fault. That all is well is told only if one reports beside each server; a server that
 * never had one may stay unknown.
 */
export function judgeReported<Row extends Reported>(
  rows: Row[],
  judge: (current: Row[]) => Finding,
): Finding {
  const isLate = ({ silentSeconds }: Row) => silentSeconds !== null && silentSeconds > lateAfterSeconds;
  const current = rows.filter((row) => row.reportedAt !== null && !isLate(row));
  const found = current.length > 0 ? judge(current) : undefined;
  if (found?.state === 'warn' || found?.state === 'bad') return found;
  const unknown = (says: string): Finding => ({ state: 'unknown', value: null, says });
  const late = rows.find(isLate);
  if (late) {
    return unknown(
      `The agent beside ${late.server} has said nothing for ${spanInWords(late.silentSeconds ?? 0)}.`,
    );
  }
  const without = rows.find(({ reportedAt }) => reportedAt === null);
  if (without || !found) {
    const says = without ? `No agent runs beside ${without.server}.` : 'No agent runs beside a server.';
    return { ...unknown(says), mayStayUnknown: true };
  }
  return found;
}
