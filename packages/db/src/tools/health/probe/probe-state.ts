import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../../engine/connection.ts';

const minute = z.object({ minute: z.iso.datetime(), asked: z.int(), answered: z.int() });
const channels = z.object({ mail: z.boolean(), webhook: z.boolean() });
const notice = z.object({
  isOver: z.boolean(),
  says: z.string(),
  /** The channels that have not taken it yet. */
  waits: channels,
});
const stateShape = z.object({
  version: z.literal(1),
  isUp: z.boolean(),
  since: z.iso.datetime(),
  /** So many samples in a row say the opposite of `isUp`. */
  against: z.int(),
  notice: z.nullable(notice),
  /** Minutes that the database does not have yet, the oldest first. The last one may still be counting. */
  minutes: z.array(minute),
});

export type ProbeState = z.infer<typeof stateShape>;

/** After so many samples in a row the state changes. */
export const samplesToChange = 2;
/** A database that is away for longer loses the oldest minutes: two weeks. */
const mostMinutes = 14 * 24 * 60;

const minuteOf = (now: Date) => new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString();

/** Before the first sample the portal is taken to be up, so that a probe that starts tells only of a fault. */
export const freshState = (now: Date): ProbeState => ({
  version: 1,
  isUp: true,
  since: now.toISOString(),
  against: 0,
  notice: null,
  minutes: [],
});

/** The state after one sample. `problem` is null if the portal answered. Each change makes one notice. */
export function afterSample(before: ProbeState, problem: string | null, now: Date): ProbeState {
  const at = minuteOf(now);
  const last = before.minutes.at(-1);
  const isSame = last?.minute === at;
  const asked = (isSame ? last.asked : 0) + 1;
  const answered = (isSame ? last.answered : 0) + (problem === null ? 1 : 0);
  const minutes = [
    ...(isSame ? before.minutes.slice(0, -1) : before.minutes),
    { minute: at, asked, answered },
  ];
  const state = { ...before, minutes: minutes.slice(-mostMinutes) };
  if ((problem === null) === before.isUp) return { ...state, against: 0 };
  const against = before.against + 1;
  if (against < samplesToChange) return { ...state, against };
  const isUp = problem === null;
  const says = isUp
    ? `The portal answers again. It did not answer from ${before.since} to ${now.toISOString()}.`
    : `The portal does not answer: ${problem}`;
  return {
    ...state,
    isUp,
    since: now.toISOString(),
    against: 0,
    notice: { isOver: isUp, says, waits: { mail: true, webhook: true } },
  };
}

/** The minutes that no sample can change any more. */
export const wholeMinutes = ({ minutes }: ProbeState, now: Date): ProbeState['minutes'] =>
  minutes.filter((one) => one.minute < minuteOf(now));

/** The state without minutes that were handed in. */
export function withoutMinutes(state: ProbeState, handedIn: ProbeState['minutes']): ProbeState {
  const gone = new Set(handedIn.map((one) => one.minute));
  return { ...state, minutes: state.minutes.filter((one) => !gone.has(one.minute)) };
}

/**
 * Reads the state of the last run; undefined before the first.
 * @throws Error if the file holds something else.
 */
export async function readState(file: string): Promise<ProbeState | undefined> {
  try {
    return stateShape.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new Error(`${file} does not hold the state of a probe. Move it away, and the probe begins anew.`, {
      cause: error,
    });
  }
}

/** Replaces the file whole: a process that is killed leaves the old state or the new one. */
export async function writeState(file: string, state: ProbeState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const next = `${file}.next`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(state));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}
