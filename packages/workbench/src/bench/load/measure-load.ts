import { availableParallelism } from 'node:os';
import { Random } from '@namc/db/seed/contractors/random';
import { startReader } from '../live/reader.ts';
import { type Latencies, latenciesOf } from '../measure/latencies.ts';
import { type KindTold, runStep, type StepTold } from './arrivals.ts';
import { type Client, openClient } from './client.ts';
import { findHighestRate } from './find-rate.ts';
import { kinds, mix } from './mix.ts';
import type { Person } from './people.ts';
import { busyBetween, type ProcessorTime, readProcessorTime } from './processor-time.ts';
import { type Level, levels } from './requests.ts';
import { generatorName, type Stack, type StackSize, startStack } from './stack.ts';

export interface Row extends Latencies {
  name: string;
  requests: number;
  /** Questions answered. */
  reads: number;
  writes: number;
}

export interface StepReport {
  /** Requests a second that were meant to come, and the same as reads and writes. */
  rate: number;
  readsPerSecond: number;
  writesPerSecond: number;
  requests: number;
  levels: (Row & { level: Level })[];
  kinds: Row[];
  problems: string[];
  /** Why the step fails; empty for one that passes. */
  failsBecause: string[];
  /** The generator's own delay, which is part of every time. */
  late: Latencies;
  /** Cores that each part kept busy, those of the whole machine, and how many there are. */
  busy: Map<string, number>;
  machineBusy: number;
  cores: number;
  replica: { bytes: number; seconds: number };
}

export interface LoadReport {
  rows: Stack['rows'];
  sessions: { members: number; staff: number };
  steps: StepReport[];
  /** The step at the highest rate that passed. */
  best: StepReport | undefined;
}

export interface LoadOptions extends Omit<StackSize, 'say'> {
  warmUpSeconds: number;
  seconds: number;
  /** Requests a second of the first step, and how many steps follow once one has failed. 0: the first one alone. */
  from: number;
  steps: number;
  say?: (message: string) => void;
  /** Called after each step with its number, from 0. */
  onStep?: (step: StepReport, at: number) => void;
}

/** A 95th percentile of fewer says nothing. */
const leastRequests = 20;

/** Connections from the browsers' side to each API process. */
const connections = 256;

export async function measureLoad(options: LoadOptions): Promise<LoadReport> {
  const stack = await startStack(options);
  const random = new Random(1);
  const { world, portals } = stack;
  const client = openClient(
    portals.map(({ port }) => port),
    connections,
    random,
  );
  const readers = world.people.map((person, at) =>
    startReader(
      person,
      () => portals[at % portals.length]?.port ?? 0,
      () => undefined,
    ),
  );
  try {
    await Promise.all(readers.map((reader) => reader.opened()));
    options.say?.(`${world.people.length} people are signed in, each with the stream of an open page.`);
    await askEachKind(client, stack, random);
    const steps: StepReport[] = [];
    const passes = async (rate: number) => {
      const step = await measureStep(stack, client, random, { ...options, rate });
      options.onStep?.(step, steps.length);
      steps.push(step);
      return step.failsBecause.length === 0;
    };
    if (options.steps === 0) await passes(options.from);
    else await findHighestRate(passes, options);
    const best = steps
      .filter(({ failsBecause }) => failsBecause.length === 0)
      .toSorted((a, b) => a.rate - b.rate)
      .at(-1);
    const { members, staff } = world;
    return { rows: stack.rows, sessions: { members: members.length, staff: staff.length }, steps, best };
  } finally {
    for (const reader of readers) reader.close();
    await client.close();
    await stack.stop();
  }
}

/**
 * Asks each kind of request once and looks into the answer, and each person once, so that all sessions are in Redis.
 * @throws Error for an answer that is not what its kind asks for.
 */
async function askEachKind(client: Client, { world }: Stack, random: Random): Promise<void> {
  for (const kind of kinds) {
    const asked = kind.make(world, random);
    const data = await client.askWhole(asked);
    if (data.length !== asked.calls.length) throw new Error(`${kind.name}: ${data.length} answers came.`);
    if (asked.isWrite) continue;
    for (const [at, { path }] of asked.calls.entries()) {
      if (!['object', 'number', 'string'].includes(typeof data[at])) {
        throw new Error(`${kind.name}: ${path} answered ${JSON.stringify(data[at])}.`);
      }
    }
  }
  const each = async (person: Person) => {
    const [me] = (await client.askWhole({
      calls: [{ path: 'accounts.findMe' }],
      isWrite: false,
      person,
    })) as { userId?: string }[];
    if (me?.userId !== person.userId)
      throw new Error(`A session of ${person.userId} answers as ${me?.userId}.`);
  };
  for (const person of world.people) await each(person);
}

async function measureStep(
  stack: Stack,
  client: Client,
  random: Random,
  { rate, warmUpSeconds, seconds }: { rate: number; warmUpSeconds: number; seconds: number },
): Promise<StepReport> {
  let before: ProcessorTime | undefined;
  let after: ProcessorTime | undefined;
  const watch = stack.watchReplica();
  const told = await runStep({
    client,
    world: stack.world,
    mix,
    random,
    rate,
    warmUpSeconds,
    seconds,
    onMeasuring: () => {
      before = readProcessorTime(stack.parts);
    },
    onMeasured: () => {
      after = readProcessorTime(stack.parts);
    },
  });
  const replica = await watch.end();
  if (!before || !after) throw new Error('A step has a beginning and an end.');
  const busy = busyBetween(before, after);
  return toReport(told, {
    rate,
    busy: busy.parts,
    machineBusy: busy.machine,
    cores: availableParallelism(),
    replica,
  });
}

type Observed = Pick<StepReport, 'rate' | 'busy' | 'machineBusy' | 'cores' | 'replica'>;

function toReport(told: StepTold, observed: Observed): StepReport {
  const { seconds } = told;
  const all = rowOf('all', told.kinds, seconds);
  const byLevel = (Object.keys(levels) as Level[]).flatMap((level) => {
    const of = told.kinds.filter(({ kind }) => kind.level === level);
    return of.length === 0 ? [] : [{ ...rowOf(level, of, seconds), level }];
  });
  const failsBecause = [
    ...(all.requests < leastRequests ? [`only ${all.requests} requests came, which tells nothing`] : []),
    ...byLevel
      .filter(({ level, p95 }) => p95 > levels[level])
      .map(({ level, p95 }) => `p95 of ${level} is ${p95.toFixed(0)} ms`),
    ...(told.problems.length > 0 ? [`${told.problems.length} errors, such as ${told.problems[0]}`] : []),
    ...(told.isFlooded ? ['more requests come than are answered'] : []),
  ];
  return {
    ...observed,
    requests: all.requests,
    readsPerSecond: all.reads / seconds,
    writesPerSecond: all.writes / seconds,
    levels: byLevel,
    kinds: kinds.flatMap((kind) => {
      const of = told.kinds.filter((one) => one.kind === kind);
      return of.length === 0 ? [] : [rowOf(kind.name, of, seconds)];
    }),
    problems: told.problems,
    failsBecause,
    late: latenciesOf(told.late, seconds),
  };
}

function rowOf(name: string, told: KindTold[], seconds: number): Row {
  const sum = (of: (one: KindTold) => number) => told.reduce((whole, one) => whole + of(one), 0);
  return {
    name,
    requests: sum(({ requests }) => requests),
    reads: sum(({ isWrite, calls }) => (isWrite ? 0 : calls)),
    writes: sum(({ isWrite, requests }) => (isWrite ? requests : 0)),
    ...latenciesOf(
      told.flatMap(({ taken }) => taken),
      seconds,
    ),
  };
}

/** The cores that the stack itself kept busy, without the generator. */
export const stackBusy = ({ busy }: StepReport): number =>
  [...busy].reduce((sum, [name, cores]) => (name === generatorName ? sum : sum + cores), 0);
