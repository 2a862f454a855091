import { burnOf, levelWords } from '@namc/inputs/service-levels';
import { getServiceCoverage, listServiceLevels, type ServiceLevel } from '../../../service-levels/queries.ts';
import { counted, definePortalCheck, stateOf } from '../check.ts';

interface Row {
  levels: ServiceLevel[];
  covered: number;
}

/** At this rate the error budget of 30 days is gone in two days, or in five. */
export const serviceLevelsCheck = definePortalCheck<Row>({
  name: 'service-levels',
  area: 'work',
  question: 'Do requests keep to the service levels, or is an error budget being spent too fast?',
  unit: 'times',
  place: 'portal',
  limits: { warn: 6, bad: 14.4 },
  explanation:
    'Each level allows some requests to fail or to be slow in 30 days: its error budget. This check is bad when a budget was spent many times too fast in the last hour and still is, and warns when it was in the last six hours. An hour or six hours count once half of them were measured or many requests came, and the 30 days once a day was. Look at Service levels for the kind of request, and at Queries for the statements that became slower.',
  statement: async (tx) => [
    {
      levels: await listServiceLevels(tx, { range: '1h' }),
      covered: (await getServiceCoverage(tx, { range: '1h' })).covered,
    },
  ],
  judge: ([answer], limits) => {
    const { levels = [], covered = 0 } = answer?.rows[0] ?? {};
    if (covered === 0)
      return {
        state: 'unknown',
        value: null,
        says: 'No process of the portal was measured in the last hour.',
      };
    const burning = levels
      .map((level) => ({ level, ...burnOf(level) }))
      .sort((a, b) => Math.max(b.fast, b.slow) - Math.max(a.fast, a.slow));
    const evidence = burning
      .filter(({ level }) => level.burn1h !== null || level.burn6h !== null)
      .map(({ level }) => ({
        level: levelWords[level.name],
        burnOfAnHour: rounded(level.burn1h),
        burnOfSixHours: rounded(level.burn6h),
        burnOf30Days: rounded(level.burn30d),
        budgetLeftPercent: level.budgetLeft === null ? null : Math.floor(level.budgetLeft * 100),
      }));
    const highest = Math.max(0, ...burning.map(({ fast, slow }) => Math.max(fast, slow)));
    const value = Math.round(highest * 10) / 10;
    const fast = burning.find((one) => one.fast > limits.bad);
    const slow = burning.find((one) => one.slow > limits.warn || one.fast > limits.warn);
    const first = fast ?? slow;
    if (first) {
      const rate = Math.max(first.fast, first.slow);
      const says = `${levelWords[first.level.name]}: the error budget of 30 days is being spent ${Math.round(rate)} times too fast.`;
      return { state: fast ? 'bad' : 'warn', value, says, evidence };
    }
    const spent = levels.filter(({ budgetLeft }) => budgetLeft !== null && budgetLeft < 0);
    if (spent.length > 0) {
      const names = spent.map(({ name }) => levelWords[name]).join(', ');
      const says = `The error budget of 30 days of ${counted(spent.length, 'level')} is used up: ${names}.`;
      return { state: 'warn', value, says, evidence };
    }
    return {
      state: stateOf(value, limits),
      value,
      says: 'No error budget is being spent too fast.',
      evidence,
    };
  },
});

const rounded = (rate: number | null) => (rate === null ? null : Math.round(rate * 10) / 10);
