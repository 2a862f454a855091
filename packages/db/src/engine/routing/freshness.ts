import { furthest, type WrittenAt } from './positions.ts';

/**
 * The key in Redis for the position of a user's last write. Its value can be given as `after` to a read, so one
 * command can ask for the user's session and for this.
 */
export const freshnessKey = (userId: string) => `portal:written:${userId}`;

/**
 * The furthest of several values for `after`, such as a cookie's and Redis's. Anything but a position is ignored.
 */
export function furthestFreshness(...texts: (string | null | undefined)[]): string | undefined {
  const written = texts.map(readFreshness).reduce(furthest, undefined);
  return written && writeFreshness(written);
}

/** A text for a cookie or for Redis. All texts have one length, so they compare as positions. */
export function writeFreshness({ timeline, position }: WrittenAt): string {
  return `${timeline.toString(16).padStart(8, '0')}/${position.toString(16).padStart(16, '0')}`;
}

/** Reads a text of `writeFreshness`. Undefined for anything else, because it comes from a browser. */
export function readFreshness(text: string | null | undefined): WrittenAt | undefined {
  const [, timeline, position] = /^([0-9a-f]{8})\/([0-9a-f]{16})$/.exec(text ?? '') ?? [];
  if (timeline === undefined || position === undefined) return undefined;
  return { timeline: Number.parseInt(timeline, 16), position: BigInt(`0x${position}`) };
}
