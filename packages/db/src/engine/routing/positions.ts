import { type LogPosition, readPosition, writePosition } from './log-position.ts';

/** A write's place: on which timeline of the primary, and how far in its log. A promotion begins a new timeline. */
export interface WrittenAt {
  timeline: number;
  position: LogPosition;
}

/** Where the last write of each user is remembered: the furthest one wins, whatever order they are told in. */
export interface PositionStore {
  remember(userId: string, written: WrittenAt): Promise<void>;
  find(userId: string): Promise<WrittenAt | undefined>;
  close(): Promise<void>;
}

/** Beyond every position of its timeline: the commit stands, and the primary was gone before it could say where. */
export const unknownPosition: LogPosition = (1n << 64n) - 1n;

export function furthest(a: WrittenAt | undefined, b: WrittenAt | undefined): WrittenAt | undefined {
  if (!a || !b) return a ?? b;
  if (a.timeline !== b.timeline) return a.timeline > b.timeline ? a : b;
  return a.position > b.position ? a : b;
}

/** For a cookie or a header. */
export function writeFreshness({ timeline, position }: WrittenAt): string {
  return `${timeline}:${writePosition(position)}`;
}

/** What `writeFreshness` gave out; anything else is nothing, since it comes from a browser. */
export function readFreshness(text: string | undefined): WrittenAt | undefined {
  const [, timeline, position] = /^(\d{1,9}):([0-9A-F]{1,8}\/[0-9A-F]{1,8})$/.exec(text ?? '') ?? [];
  if (timeline === undefined || position === undefined) return undefined;
  return { timeline: Number(timeline), position: readPosition(position) };
}

/** Longer than any replica lags before it is taken out. */
export const rememberedMs = 60_000;
const sweepAt = 10_000;

/** For one process. What is older than a minute is forgotten: no replica that is used is so far behind. */
export function memoryPositions(now: () => number = Date.now): PositionStore {
  const users = new Map<string, { written: WrittenAt; until: number }>();
  return {
    remember: async (userId, written) => {
      const known = users.get(userId);
      const best = known && known.until > now() ? (furthest(known.written, written) ?? written) : written;
      // In the order of their expiry, so that the sweep below finds the old ones first.
      users.delete(userId);
      users.set(userId, { written: best, until: now() + rememberedMs });
      if (users.size < sweepAt) return;
      for (const [id, { until }] of users) {
        if (until > now()) break;
        users.delete(id);
      }
    },
    find: async (userId) => {
      const known = users.get(userId);
      return known && known.until > now() ? known.written : undefined;
    },
    close: async () => undefined,
  };
}
