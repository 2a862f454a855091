import { z } from 'zod/mini';

/** The kinds of news for an open page. The page asks again for what it shows of it; the event itself says no more. */
export const liveKinds = [
  'notification',
  'notifications-read',
  /** The person's rights have changed. */
  'account',
  /** The person signed in or out on a device. */
  'sessions',
  'applications',
  'imports',
  'jobs',
  'alerts',
] as const;
export type LiveKind = (typeof liveKinds)[number];

/** One message of the stream. `isWhole` is false when the page may have missed more than the message names. */
export interface LiveNews {
  isWhole: boolean;
  events: { kind: LiveKind; subjectId: string | null }[];
}

/** Seconds between two signs of life of a stream, and the seconds after which a page takes it for dead. */
export const liveBeatSeconds = 20;
export const liveDeadSeconds = 50;

/** `least:next:open,open~second`. Commas divide the numbers, so that there is one way to read them and no long search. */
const cursorForm = /^(0|[1-9][0-9]{0,17}):(0|[1-9][0-9]{0,17}):((?:[0-9]+(?:,[0-9]+)*)?)~[0-9]{1,12}$/;

/**
 * Where a reader is in a stream: which transactions the reader has seen (`pg_snapshot` as text), and the second of the reading.
 * One that no server can have made is refused here, because PostgreSQL would fail on it.
 */
const cursor = z.string().check(
  z.maxLength(4_000),
  z.refine((text) => {
    const [, least, next, open = ''] = cursorForm.exec(text) ?? [];
    if (least === undefined || next === undefined) return false;
    const ids = [least, ...open.split(',').filter(Boolean)].map(BigInt);
    const inOrder = ids.every((id, at) => at === 0 || id >= (ids[at - 1] ?? 0n));
    return ids[0] !== 0n && inOrder && ids.every((id) => id <= BigInt(next));
  }, 'is no cursor of a stream'),
);

/** A page's stream, from its beginning or from the last message that it has. */
export const watchLiveEventsInput = z.object({ lastEventId: z.optional(cursor) });
