/**
 * `npm run bench load -- [--sessions 500] [--rows 245000] [--rows-times 10] [--from 200] [--seconds 20] [--warm-up 5] [--steps 4]
 * [--small]`: the highest steady rate at which the whole stack stays within its service levels. Two API processes, a
 * worker, PgBouncer, Redis, a primary and one streaming replica, in production settings with policies and the audit
 * trail; 500 people who are signed in, with the stream of an open page each, and visitors. A mix of pages and acts comes at
 * a rate that does not wait for answers, and each request counts from the moment at which it was due. The rate doubles
 * from `--from` requests a second until a step fails, then `--steps` steps halve the interval; `--steps 0` measures one
 * rate. A step fails when p95 of a class is above its level (simple 50 ms, complex 200, search 500, report 2,000), on any
 * error, or when requests pile up. A read is one question answered; a page asks several in one request. It prints times by class and by
 * kind, processor time by part, and the lag of the replica. The load generator runs on the same machine and is one of
 * the parts. `--rows-times 10` has ten times the rows of each table.
 */
import { parseArgs } from 'node:util';
import { describeResult, describeStep, stepHeading } from './load/describe.ts';
import { measureLoad } from './load/measure-load.ts';
import { smallLoad } from './load/small.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    sessions: { type: 'string', default: '500' },
    rows: { type: 'string', default: '245000' },
    'rows-times': { type: 'string', default: '1' },
    from: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    'warm-up': { type: 'string', default: '5' },
    steps: { type: 'string', default: '4' },
    small: { type: 'boolean', default: false },
  },
});
if (values['rows-times'] !== '1' && values['rows-times'] !== '10') {
  throw new Error('--rows-times is 1 or 10.');
}

const report = await measureLoad({
  ...(values.small
    ? smallLoad
    : {
        sessions: Number(values.sessions),
        contractors: Number(values.rows),
        rowsTimes: values['rows-times'] === '10' ? 10 : 1,
        isDurable: true,
        from: Number(values.from),
        seconds: Number(values.seconds),
        warmUpSeconds: Number(values['warm-up']),
        steps: Number(values.steps),
      }),
  say: console.log,
  onStep: (step, at) => {
    if (at === 0) console.log(stepHeading);
    console.log(describeStep(step));
  },
});
const { rows, sessions } = report;
console.log(
  `\n${rows.contractors.toLocaleString('en-US')} contractors, ${rows.accounts.toLocaleString('en-US')} accounts; sessions of ${sessions.members} members and ${sessions.staff} staff`,
);
console.log(describeResult(report));
