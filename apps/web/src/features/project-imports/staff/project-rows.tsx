import { nameOfColumn } from '@namc/inputs/file-columns';
import { type ProjectRowVerdict, projectColumns } from '@namc/inputs/project-columns';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { Pill } from '../../../ui/pill.tsx';
import { faultInWords } from '../../file-imports/import-words.ts';
import { RowList } from '../../file-imports/row-list.tsx';
import type { ProjectRow } from './project-import.ts';

const verdicts: [ProjectRowVerdict | undefined, string][] = [
  [undefined, 'All rows'],
  ['NEW', 'New'],
  ['CHANGED', 'Changed drafts'],
  ['SAME', 'Unchanged'],
  ['KEPT', 'Left alone'],
  ['REJECTED', 'Rejected'],
  ['ADDED', 'Added'],
  ['UPDATED', 'Updated'],
];

/** The rows of a list, each with what would become or became of it. */
export function ProjectRows({ importId, isOn }: { importId: string; isOn: boolean }) {
  const [verdict, setVerdict] = useState<ProjectRowVerdict>();
  const list = useInfiniteQuery(
    api.projectImports.listRows.infiniteQueryOptions(
      { importId, verdict },
      {
        getNextPageParam: (page) => page.next,
        initialCursor: 0,
        staleTime: 0,
        refetchInterval: isOn && 3_000,
      },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <RowList verdicts={verdicts} verdict={verdict} choose={setVerdict} list={list} count={rows.length}>
      {rows.map((row) => (
        <li key={row.line} className="space-y-1 p-3 text-dense">
          <Row row={row} />
        </li>
      ))}
    </RowList>
  );
}

const pills = {
  NEW: ['ok', 'New'],
  CHANGED: ['info', 'Changed draft'],
  SAME: ['quiet', 'Unchanged'],
  KEPT: ['warn', 'Left alone'],
  REJECTED: ['bad', 'Rejected'],
  ADDED: ['ok', 'Added'],
  UPDATED: ['ok', 'Updated'],
} as const satisfies Record<ProjectRowVerdict, readonly [string, string]>;

function Row({
  row: { line, verdict, field, reason, facts, cells, projectId, changes },
}: {
  row: ProjectRow;
}) {
  const [tone, words] = pills[verdict];
  const title = facts?.title ?? cells.filter(Boolean).join(', ');
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-text-2 tabular-nums">Line {line}</span>
        <Pill tone={tone}>{words}</Pill>
        {projectId ? (
          <Link
            to="/projects/$id"
            params={{ id: projectId }}
            className="min-w-0 wrap-anywhere text-link underline underline-offset-4"
          >
            {title}
          </Link>
        ) : (
          <span className="min-w-0 wrap-anywhere">{title}</span>
        )}
      </p>
      {reason ? (
        <p className="wrap-anywhere text-bad">{faultInWords(projectColumns, field ?? 'row', reason)}</p>
      ) : (
        facts && <p className="wrap-anywhere text-text-2">{inShort(facts)}</p>
      )}
      {verdict === 'CHANGED' && (
        <p className="text-text-2">
          Changes {changes.map((change) => nameOfColumn(projectColumns, change) ?? change).join(', ')}.
        </p>
      )}
    </>
  );
}

/** “City of Oakland, IFB 26-014. C-39. Oakland. $1,200,000. Bids due Dec 15, 2026, 2:00 PM.” */
function inShort(facts: NonNullable<ProjectRow['facts']>): string {
  const { agency, solicitationNumber, skills, city, budgetMax, deadline } = facts;
  return [
    `${agency}, ${solicitationNumber}`,
    skills?.join(', '),
    city,
    budgetMax && `$${Number(budgetMax).toLocaleString('en-US')}`,
    deadline && `Bids due ${onTheClock(deadline)}`,
  ]
    .filter(Boolean)
    .map((part) => `${part}.`)
    .join(' ');
}

/** “Dec 15, 2026, 2:00 PM” of `2026-12-15T14:00`, on whatever clock. */
const onTheClock = (time: string) =>
  new Date(`${time}Z`).toLocaleString('en-US', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' });
