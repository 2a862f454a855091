import { furthest, type WrittenAt } from './positions.ts';

/**
 * Where Redis keeps the position of a user's last write. Its value can be given as `after` to a read, so whoever asks
 * Redis for the user's session can ask for both in one command.
 */
export const freshnessKey = (userId: string) => `portal:written:${userId}`;

/** The furthest of several values for `after`, as from a cookie and from Redis. What is not a position does not count. */
export function furthestFreshness(...texts: (string | null | undefined)[]): string | undefined {
  const written = texts.map(readFreshness).reduce(furthest, undefined);
  return written && writeFreshness(written);
}

/** A text for a cookie or for Redis. All have one length, so that they compare as texts. */
export function writeFreshness({ timeline, position }: WrittenAt): string {
  return `${timeline.toString(16).padStart(8, '0')}/${position.toString(16).padStart(16, '0')}`;
}

/** What `writeFreshness` gave out; undefined for anything else, since it comes from a browser. */
export function readFreshness(text: string | null | undefined): WrittenAt | undefined {
  const [, timeline, position] = /^([0-9a-f]{8})\/([0-9a-f]{16})$/.exec(text ?? '') ?? [];
  if (timeline === undefined || position === undefined) return undefined;
  return { timeline: Number.parseInt(timeline, 16), position: BigInt(`0x${position}`) };
}
