import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';

export type ShownSession = inferOutput<typeof api.servers.listOpenTransactions>[number]['rows'][number];
export type LockedSession = inferOutput<typeof api.servers.listLockWaits>[number]['rows'][number];

/** A session that staff are about to end. */
export interface ChosenSession {
  server: string;
  session: ShownSession;
  ending: 'cancel' | 'terminate';
}

/** “0.4 s”, “40 s”, “12 min”, “3.5 h”, “9 days”. */
export function formatSpan(seconds: number): string {
  if (seconds < 10) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3_600).toFixed(1)} h`;
  return `${formatCount(Math.round(seconds / 86_400))} days`;
}

/** The activity of a session, in words. */
export function stateInWords({ state, stateSeconds, waitsFor }: ShownSession): string {
  const long = formatSpan(stateSeconds);
  if (state === 'active') return waitsFor ? `Waits for ${long} (${waitsFor})` : `Has run for ${long}`;
  if (state.startsWith('idle in transaction')) return `Has sent nothing for ${long}`;
  return `${state.charAt(0).toUpperCase()}${state.slice(1)} for ${long}`;
}
