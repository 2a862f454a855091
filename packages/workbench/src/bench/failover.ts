/**
 * `npm run bench failover`: three servers under Patroni elect their primary while members write and read. It makes faults, and
 * prints for each: acknowledged writes that were lost, stale reads, failed requests, writes that were told as unknown, and
 * the seconds until writes were back. It exits with 1 when something happened that must not. `-- --only killed` runs the
 * faults with that word in their name.
 */
import { parseArgs } from 'node:util';
import { faults } from './failover/faults.ts';
import { describeOutcome, heading, judge, missedGoals } from './failover/judge.ts';
import { setScene, underLoad } from './failover/scene.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const scene = await setScene((message) => console.error(message));
console.log(heading);
try {
  for (const fault of faults.filter(({ name }) => name.includes(values.only))) {
    const outcome = await underLoad(scene, fault);
    console.log(describeOutcome(fault, outcome));
    const wrong = [...judge(fault, outcome), ...missedGoals(fault, outcome)];
    for (const one of wrong) console.error(`  ${one}`);
    if (wrong.length > 0) process.exitCode = 1;
  }
} finally {
  await scene.leave();
}
