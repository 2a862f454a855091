/**
 * `npm run bench faults`: the effect on readers and writers when a server, PgBouncer or Redis fails. It exits with 1 when
 * something failed that must not fail. `-- --scale 0.1` makes a tenth of the write-then-read pairs. `-- --only PgBouncer`
 * runs the faults with that word in their name.
 */
import { parseArgs } from 'node:util';
import { describeOutcome, faults, heading, judge } from './faults/faults.ts';
import { setScene } from './faults/scene.ts';

const { values } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
});
const scene = await setScene(Number(values.scale));
console.log(heading);
try {
  for (const fault of faults.filter(({ name }) => name.includes(values.only))) {
    const outcome = await fault.run(scene);
    console.log(describeOutcome(fault, outcome));
    for (const wrong of judge(fault, outcome)) {
      console.error(`  ${wrong}`);
      process.exitCode = 1;
    }
  }
} finally {
  await scene.leave();
}
