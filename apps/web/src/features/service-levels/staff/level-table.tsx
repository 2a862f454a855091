import { durationInWords, levelWords } from '@namc/inputs/service-levels';
import type { StatementRange } from '@namc/inputs/statements';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { stateLooks } from '../../health/staff/state-words.ts';
import { downloadCsv } from '../../statements/staff/figures.ts';

export type Level = inferOutput<typeof api.serviceLevels.list>['levels'][number];

/** A target in words: “50 ms”, “99.9%”, “4 hours”. */
export function targetWords({ target, unit }: Pick<Level, 'target' | 'unit'>): string {
  if (unit === 'ms') return durationInWords(target);
  if (unit === '%') return `${target}%`;
  if (unit === 'hours')
    return target < 1 ? `${target * 60} minutes` : `${target} ${target === 1 ? 'hour' : 'hours'}`;
  return `${formatCount(target)} ${unit}`;
}

const none = '–';
const burn = (rate: number | null) => (rate === null ? none : rate.toFixed(rate < 10 ? 1 : 0));

const columns: [words: string, show: (level: Level) => string][] = [
  ['Target', targetWords],
  ['Our own', ({ ours, unit }) => (ours === null ? none : targetWords({ target: ours, unit }))],
  ['Requests', ({ requests }) => (requests === null ? none : formatCount(requests))],
  ['p50', ({ p50 }) => (p50 === null ? none : durationInWords(p50))],
  ['p95', ({ p95 }) => (p95 === null ? none : durationInWords(p95))],
  ['Budget left', ({ budgetLeft }) => (budgetLeft === null ? none : `${Math.floor(budgetLeft * 100)}%`)],
  ['Burn 1 h', ({ burn1h }) => burn(burn1h)],
  ['6 h', ({ burn6h }) => burn(burn6h)],
  ['30 d', ({ burn30d }) => burn(burn30d)],
];

/** Each level with what was measured. On a phone each is a card. */
export function LevelTable({ levels, range }: { levels: Level[]; range: StatementRange }) {
  return (
    <section aria-labelledby="levels" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="levels" className="text-h3 font-semibold">
          Levels
        </h2>
        <Button onClick={() => downloadCsv(`service-levels-${range}`, levels.map(figuresOf))}>
          Download CSV
        </Button>
      </div>
      <p className="max-w-prose text-dense text-text-2">
        95 of 100 requests have to keep to a time. The budget is how much of what may break a level in 30 days
        is left. A burn rate of 1 uses it up in exactly 30 days.
      </p>
      <ScrollRegion
        aria-label="Promised and measured"
        className="overflow-x-auto rounded-card border border-divider bg-surface max-lg:overflow-visible max-lg:border-0 max-lg:bg-transparent"
      >
        <table className="w-full text-dense max-lg:block">
          <thead className="max-lg:sr-only">
            <tr className="text-left text-text-2">
              <th scope="col" className="px-3 py-2 font-semibold">
                Level
              </th>
              {columns.map(([words]) => (
                <th key={words} scope="col" className="px-3 py-2 text-right font-semibold whitespace-nowrap">
                  {words}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-lg:block max-lg:space-y-3">
            {levels.map((level) => {
              const { word, tone, Icon } = stateLooks[level.state];
              return (
                <tr
                  key={level.name}
                  className="align-top max-lg:block max-lg:rounded-card max-lg:border max-lg:border-divider max-lg:bg-surface max-lg:p-3 lg:border-t lg:border-divider"
                >
                  <th
                    scope="row"
                    className="space-y-1 px-3 py-2 text-left lg:min-w-64 font-normal max-lg:block max-lg:p-0 max-lg:pb-2"
                  >
                    <span className="flex flex-wrap items-center gap-2">
                      <span className="font-semibold">{levelWords[level.name]}</span>
                      <Pill tone={tone} Icon={Icon}>
                        {word}
                      </Pill>
                    </span>
                    <span className="block text-text-2">{level.says}</span>
                  </th>
                  {columns.map(([words, show]) => (
                    <td
                      key={words}
                      data-label={words}
                      className={`px-3 py-2 text-right whitespace-nowrap tabular-nums max-lg:flex max-lg:justify-between max-lg:px-0 max-lg:py-0.5 max-lg:before:text-text-2 max-lg:before:content-[attr(data-label)] ${show(level) === none ? 'max-lg:hidden' : ''}`}
                    >
                      {show(level)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

const figuresOf = (level: Level) => ({
  level: level.name,
  state: level.state,
  target: level.target,
  unit: level.unit,
  requests: level.requests,
  over: level.over,
  p50_ms: level.p50,
  p95_ms: level.p95,
  budget_left: level.budgetLeft,
  burn_1h: level.burn1h,
  burn_6h: level.burn6h,
  burn_30d: level.burn30d,
});
