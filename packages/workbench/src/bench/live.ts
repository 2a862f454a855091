/**
 * `npm run bench live -- [--subscribers 500] [--writes 1000]`: pages that hear of notifications over streams, on two API
 * processes behind PgBouncer, with Redis for sessions. The time from a write until the page has it; memory and CPU of both
 * processes; all streams cut at once; one process killed while notifications are written. Counts what was lost, told twice,
 * or told out of order.
 */
import { parseArgs } from 'node:util';
import { measureLive } from './live/measure-live.ts';

const { values } = parseArgs({
  options: { subscribers: { type: 'string', default: '500' }, writes: { type: 'string', default: '1000' } },
});
const subscribers = Number(values.subscribers);
const { memory, idleCpuPercent, seen, storm, kill, lost, twice, disordered } = await measureLive({
  subscribers,
  writes: Number(values.writes),
  idleSeconds: 10,
});
const ms = (value: number) => `${value.toFixed(1)} ms`;
const kilobytes = ((memory.open - memory.before) / subscribers) * 1024;
console.log(`${subscribers} streams on two processes`);
for (const [name, figure] of [
  ['from write to seen, p50', ms(seen.p50)],
  ['from write to seen, p95', ms(seen.p95)],
  ['from write to seen, the longest', ms(seen.most)],
  ['CPU of both for one message', ms(seen.cpuMs)],
  ['memory of both without streams', `${memory.before.toFixed(0)} MiB`],
  ['memory of both with streams', `${memory.open.toFixed(0)} MiB`],
  ['memory of a stream', `${kilobytes.toFixed(0)} KiB`],
  ['CPU of both while nothing happens', `${idleCpuPercent.toFixed(1)} %`],
  ['all cut: until all are open', ms(storm.openMs)],
  ['all cut: until all are told', ms(storm.toldMs)],
  ['all cut: CPU of both', ms(storm.cpuMs)],
  ['one process killed: until all are told', ms(kill.toldMs)],
  ['lost, twice, out of order', `${lost}, ${twice}, ${disordered}`],
]) {
  console.log(`${(name ?? '').padEnd(42)} ${(figure ?? '').padStart(12)}`);
}
