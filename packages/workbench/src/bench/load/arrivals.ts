import { setTimeout as pause } from 'node:timers/promises';
import type { Random, Weighted } from '@namc/db/seed/contractors/random';
import type { Client } from './client.ts';
import type { World } from './people.ts';
import type { Kind } from './requests.ts';

/** What came of the requests of one kind that were meant for the measured time. */
export interface KindTold {
  kind: Kind;
  requests: number;
  /** Questions answered, or one for an act. */
  calls: number;
  isWrite: boolean;
  /** Milliseconds from the moment at which the request was due, whenever it was sent. */
  taken: number[];
}

export interface StepTold {
  kinds: KindTold[];
  /** What was wrong, with the kind's name before it. */
  problems: string[];
  /** Milliseconds by which the generator itself sent too late. */
  late: number[];
  /** True if so many requests waited at once that the step was broken off. */
  isFlooded: boolean;
  /** Seconds of the measured time. */
  seconds: number;
}

/** More seconds' worth of requests than this do not wait in a stack that keeps up. */
const floodSeconds = 3;
const leastFlood = 200;
const drainMs = 30_000;

/**
 * Sends requests at a rate, whether or not earlier ones are answered: arrivals are random and independent (a Poisson process), as
 * those of many people are. A request counts from the moment at which it was due, so that a stack or a generator that
 * is stuck makes everything behind it late. `onMeasuring` and `onMeasured` are the ends of the measured time.
 */
export async function runStep(options: {
  client: Client;
  world: World;
  mix: Weighted<Kind>;
  random: Random;
  /** Requests a second. */
  rate: number;
  warmUpSeconds: number;
  seconds: number;
  onMeasuring: () => void;
  onMeasured: () => void;
}): Promise<StepTold> {
  const { client, world, mix, random, rate } = options;
  const told = new Map<Kind, KindTold>();
  const problems: string[] = [];
  const late: number[] = [];
  let waiting = 0;
  let isFlooded = false;

  const sendOne = (due: number, isMeasured: boolean) => {
    const kind = random.weighted(mix);
    const asked = kind.make(world, random);
    waiting += 1;
    if (isMeasured) late.push(performance.now() - due);
    client.send(asked, ({ problem }) => {
      waiting -= 1;
      if (problem !== undefined) problems.push(`${kind.name}: ${problem}`);
      if (!isMeasured) return;
      const of = told.get(kind) ?? { kind, requests: 0, calls: 0, isWrite: asked.isWrite, taken: [] };
      told.set(kind, of);
      of.requests += 1;
      of.calls += asked.calls.length;
      of.taken.push(performance.now() - due);
    });
  };
  const gap = () => (-Math.log(1 - random.next()) / rate) * 1000;

  const began = performance.now();
  const measuredFrom = began + options.warmUpSeconds * 1000;
  const ends = measuredFrom + options.seconds * 1000;
  let due = began + gap();
  let isMeasuring = false;
  while (due < ends && !isFlooded) {
    const now = performance.now();
    if (!isMeasuring && now >= measuredFrom) {
      isMeasuring = true;
      options.onMeasuring();
    }
    for (; due <= now && due < ends; due += gap()) sendOne(due, due >= measuredFrom);
    isFlooded = waiting > Math.max(leastFlood, rate * floodSeconds);
    if (due < ends) await pause(Math.max(0, due - performance.now()));
  }
  if (!isMeasuring) options.onMeasuring();
  options.onMeasured();
  for (const until = performance.now() + drainMs; waiting > 0 && performance.now() < until; ) await pause(20);
  if (waiting > 0) problems.push(`${waiting} requests have no answer.`);
  return { kinds: [...told.values()], problems, late, isFlooded, seconds: options.seconds };
}
