import type { LogPosition } from './log-position.ts';

/**
 * The position of a write: the primary's timeline and the place in its log. A promotion begins a new timeline.
 */
export interface WrittenAt {
  timeline: number;
  position: LogPosition;
}

/** Remembers the last write of each user. The furthest one wins, in whatever order they arrive. */
export interface PositionStore {
  remember(userId: string, written: WrittenAt): Promise<void>;
  /** The position that this process knows by itself. */
  known(userId: string): WrittenAt | undefined;
  close(): Promise<void>;
}

/**
 * Beyond every position of its timeline: the commit stands, but the primary was gone before it could report a
 * position.
 */
export const unknownPosition: LogPosition = (1n << 64n) - 1n;

export function furthest(a: WrittenAt | undefined, b: WrittenAt | undefined): WrittenAt | undefined {
  if (!a || !b) return a ?? b;
  if (a.timeline !== b.timeline) return a.timeline > b.timeline ? a : b;
  return a.position > b.position ? a : b;
}

/** Longer than any replica lags before routing stops using it. */
export const rememberedMs = 60_000;
const sweepAt = 10_000;

/**
 * For one process. Positions older than a minute are forgotten, because no replica in use is that far behind.
 */
export function memoryPositions(now: () => number = Date.now): PositionStore {
  const users = new Map<string, { written: WrittenAt; until: number }>();
  const known = (userId: string) => {
    const remembered = users.get(userId);
    return remembered && remembered.until > now() ? remembered.written : undefined;
  };
  return {
    remember: async (userId, written) => {
      const best = furthest(known(userId), written) ?? written;
      // In the order of expiry, so that the sweep below finds the oldest first.
      users.delete(userId);
      users.set(userId, { written: best, until: now() + rememberedMs });
      if (users.size < sweepAt) return;
      for (const [id, { until }] of users) {
        if (until > now()) break;
        users.delete(id);
      }
    },
    known,
    close: async () => undefined,
  };
}
