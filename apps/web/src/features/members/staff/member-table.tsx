import type { MemberOrder } from '@namc/inputs/member-lists';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { api } from '../../../lib/api.ts';
import { InitialsMark } from '../../../ui/initials-mark.tsx';
import { Pill } from '../../../ui/pill.tsx';
import type { MemberFilters } from './filters.ts';
import { MemberStatus } from './member-status.tsx';

type Row = inferOutput<(typeof api)['members']['search']>['rows'][number];

/** A table of a middle width leaves a column out that the member’s own page has too. */
const onlyWide = 'md:max-xl:hidden';

const headings: [words: string, order?: MemberOrder | undefined, look?: string][] = [
  // The longest texts are in this column: it takes its share, and cuts what is longer.
  ['Name', 'name', 'w-[30%] pl-3!'],
  ['Company', 'company'],
  ['Status'],
  ['Membership ends', 'ends'],
  ['City and county', undefined, onlyWide],
  ['License'],
  ['Since', 'newest', onlyWide],
];

/** A standing that nobody knows is no news. */
const standingTones = { ok: 'ok', warn: 'warn', bad: 'bad', neutral: 'quiet' } as const;

const shortDay = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
const shortInstant = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeZone: 'America/Los_Angeles',
});

/** The headings of the table. Those with an order sort by it. */
export function MemberHeadings({ filters }: { filters: MemberFilters }) {
  const sorted = filters.order ?? 'newest';
  return (
    <tr className="text-left text-text-2">
      {headings.map(([words, order, look = '']) => (
        <th
          key={words}
          scope="col"
          aria-sort={order === sorted ? (order === 'newest' ? 'descending' : 'ascending') : undefined}
          className={`sticky top-0 z-10 border-b border-divider bg-surface px-2 py-1 font-semibold first:rounded-tl-card last:rounded-tr-card ${look}`}
        >
          {order ? (
            <Link
              to="/admin/members"
              search={{ ...filters, order }}
              resetScroll={false}
              className="inline-flex min-h-9 items-center gap-1 underline-offset-4 hover:underline"
            >
              {words}
              {order === sorted &&
                (order === 'newest' ? (
                  <ArrowDown aria-hidden className="size-3.5" />
                ) : (
                  <ArrowUp aria-hidden className="size-3.5" />
                ))}
            </Link>
          ) : (
            words
          )}
        </th>
      ))}
    </tr>
  );
}

/** Whether the row is among those that an act is about. */
interface Choice {
  isChosen: boolean;
  choose: (isChosen: boolean) => void;
}

/** A row of the table. On a phone it is a card. */
export function MemberTableRow({ row, choice }: { row: Row; choice?: Choice | undefined }) {
  const name = `${row.firstName} ${row.lastName}`;
  return (
    <tr className="align-middle hover:bg-canvas max-md:grid max-md:grid-cols-1 max-md:gap-1 max-md:p-3">
      <th scope="row" className="py-2 pr-2 pl-3 text-left font-normal max-md:p-0 md:max-w-0">
        <span className="flex items-center gap-3">
          {choice && (
            <input
              type="checkbox"
              aria-label={`Select ${name}`}
              className="size-5 shrink-0 accent-brand"
              checked={choice.isChosen}
              disabled={row.status === 'CLOSED'}
              onChange={(event) => choice.choose(event.target.checked)}
            />
          )}
          <span className={`flex ${onlyWide}`}>
            <InitialsMark name={name} of="person" />
          </span>
          <span className="min-w-0">
            <Link
              to="/admin/members/$id"
              params={{ id: row.id }}
              className="font-semibold text-link underline-offset-4 hover:underline"
            >
              {name}
            </Link>
            <span title={row.email} className="block truncate text-text-2">
              {row.email}
            </span>
            {row.roles.length > 0 && (
              <span className="mt-1 flex flex-wrap gap-1">
                {row.roles.map((role) => (
                  <Pill key={role} tone="accent">
                    {role}
                  </Pill>
                ))}
              </span>
            )}
          </span>
        </span>
      </th>
      <Cell label="Company">{row.company}</Cell>
      <Cell label="Status">
        <MemberStatus status={row.status} />
      </Cell>
      <Cell label="Membership ends">
        {row.endsOn && (
          <>
            <span className="whitespace-nowrap">{shortDay.format(new Date(row.endsOn))}</span>{' '}
            <span className="text-text-2">{row.tierName}</span>
          </>
        )}
        {row.coveredBy && row.coveredThrough && (
          <span className="block">
            <span className="whitespace-nowrap">{shortDay.format(new Date(row.coveredThrough))}</span>{' '}
            <span className="text-text-2">covered by {row.coveredBy}</span>
          </span>
        )}
      </Cell>
      <Cell label="City and county" look={onlyWide}>
        {(row.city || row.license?.county) && (
          <>
            {row.city}
            {row.license?.county && (
              <span className="block text-text-2 max-md:inline max-md:pl-2">{row.license.county} County</span>
            )}
          </>
        )}
      </Cell>
      <Cell label="License" look="whitespace-nowrap">
        {row.licenseNumber}
        {row.license && (
          <span className="block max-md:inline max-md:pl-2">
            <Pill tone={standingTones[row.license.standing.tone]}>{row.license.standing.short}</Pill>
          </span>
        )}
      </Cell>
      <Cell label="Since" look={`whitespace-nowrap ${onlyWide}`}>
        {shortInstant.format(new Date(row.createdAt))}
      </Cell>
    </tr>
  );
}

/** A cell. On a phone it carries its heading, and a cell without a value is left out. */
function Cell({ label, look = '', children }: { label: string; look?: string; children: ReactNode }) {
  return (
    <td className={`px-2 py-2 break-normal max-md:p-0 ${children ? '' : 'max-md:hidden'} ${look}`}>
      <span className="text-text-2 md:hidden">{label}: </span>
      {children}
    </td>
  );
}
