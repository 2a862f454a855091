import type { LoadReport, Row, StepReport } from './measure-load.ts';
import { stackBusy } from './measure-load.ts';
import { levels } from './requests.ts';
import { generatorName } from './stack.ts';

const goal = { reads: 3_000, writes: 600 };
const least = { reads: 1_000, writes: 200 };
/** A processor that is this busy has no room left. */
const full = 0.9;

const percent = (cores: number) => `${(cores * 100).toFixed(0)} %`;

export const stepHeading = `${'requests/s'.padStart(10)} ${'reads/s'.padStart(8)} ${'writes/s'.padStart(8)}   p95 of ${Object.keys(levels).join(', ')}`;

/** One line for a step, as soon as it is over. */
export function describeStep(step: StepReport): string {
  const { rate, readsPerSecond, writesPerSecond, failsBecause } = step;
  const p95 = step.levels.map(({ p95: value }) => value.toFixed(0)).join(', ');
  const verdict = failsBecause.length === 0 ? 'holds' : failsBecause.join('; ');
  return `${rate.toFixed(0).padStart(10)} ${readsPerSecond.toFixed(0).padStart(8)} ${writesPerSecond.toFixed(0).padStart(8)}   ${p95}: ${verdict}`;
}

/** What kept the step from being faster, as far as the processors tell. */
export function bottleneckOf({ busy, machineBusy, cores }: StepReport): string {
  const [first] = [...busy].toSorted(([, a], [, b]) => b - a);
  const single = [...busy].find(
    ([name, used]) => used >= full && name !== 'primary' && name !== 'replica' && name !== 'worker',
  );
  if (single)
    return `${single[0]}, which has one thread for its work and uses ${percent(single[1])} of a core`;
  if (machineBusy >= full * cores) {
    return `the machine: its ${cores} cores are ${percent(machineBusy / cores)} busy, and ${first?.[0]} uses the most of them`;
  }
  return `no processor: the machine is ${percent(machineBusy / cores)} busy, so requests wait for connections, locks or the disk`;
}

function table(heading: string, rows: Row[], limitOf: (row: Row) => string): string[] {
  const line = (name: string, cells: string[]) =>
    [name.padEnd(32), ...cells.map((cell) => cell.padStart(9))].join(' ');
  return [
    line(heading, ['requests', 'p50', 'p95', 'p99', 'limit']),
    ...rows.map((row) =>
      line(row.name, [
        String(row.requests),
        ...[row.p50, row.p95, row.p99].map((value) => value.toFixed(1)),
        limitOf(row),
      ]),
    ),
  ];
}

/** Everything about one step: times, processors, the replica. */
export function describeStepInFull(step: StepReport): string {
  const used = stackBusy(step);
  const generator = step.busy.get(generatorName) ?? 0;
  const others = step.machineBusy - used - generator;
  const perRequest = (cores: number) => `${((cores * 1000) / step.rate).toFixed(2)} ms a request`;
  const { bytes, seconds } = step.replica;
  return [
    ...table('class, ms', step.levels, ({ name }) => String(levels[name as keyof typeof levels])),
    '',
    ...table('kind of request, ms', step.kinds, () => ''),
    '',
    `Errors: ${step.problems.length}. The generator sent ${step.late.p50.toFixed(1)} / ${step.late.p95.toFixed(1)} / ${step.late.p99.toFixed(1)} ms late (p50, p95, p99), which is in every time above.`,
    '',
    'Busy, in percent of one core:',
    ...[...step.busy].map(
      ([name, cores]) => `  ${name.padEnd(30)} ${percent(cores).padStart(7)}   ${perRequest(cores)}`,
    ),
    `  ${'all parts without the generator'.padEnd(30)} ${percent(used).padStart(7)}   ${perRequest(used)}`,
    `  ${'other programs and the system'.padEnd(30)} ${percent(others).padStart(7)}`,
    `The limit: ${bottleneckOf(step)}.`,
    `Without the generator and other programs, the ${step.cores} cores would be full at ${((step.rate * step.cores) / used).toFixed(0)} requests/s.`,
    `The replica was at most ${seconds.toFixed(2)} s and ${(bytes / 1024).toFixed(0)} KiB behind.`,
  ].join('\n');
}

/** The result of the search for the highest rate. */
export function describeResult({ steps, best }: LoadReport): string {
  const slowestFailure = steps
    .filter(({ failsBecause }) => failsBecause.length > 0)
    .toSorted((a, b) => a.rate - b.rate)
    .at(0);
  if (!best) {
    return ['No rate held.', ...(slowestFailure ? [describeStepInFull(slowestFailure)] : [])].join('\n');
  }
  const reaches = ({ reads, writes }: typeof goal) =>
    best.readsPerSecond >= reads && best.writesPerSecond >= writes ? 'reached' : 'missed';
  return [
    `The highest rate that holds: ${best.rate.toFixed(0)} requests/s, ${best.readsPerSecond.toFixed(0)} reads/s and ${best.writesPerSecond.toFixed(0)} writes/s.`,
    `At least 1,000 and 200: ${reaches(least)}. Goal of 3,000 and 600: ${reaches(goal)}.`,
    '',
    describeStepInFull(best),
    ...(slowestFailure
      ? [
          '',
          `The lowest rate that failed, ${slowestFailure.rate.toFixed(0)} requests/s: ${slowestFailure.failsBecause.join('; ')}.`,
          `Its limit: ${bottleneckOf(slowestFailure)}.`,
        ]
      : []),
  ].join('\n');
}
