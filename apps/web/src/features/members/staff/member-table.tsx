import type { MemberOrder } from '@namc/inputs/members';
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

const headings: [words: string, order?: MemberOrder][] = [
  ['Name', 'name'],
  ['Company', 'company'],
  ['Status'],
  ['Membership ends', 'ends'],
  ['City and county'],
  ['License'],
  ['Since', 'newest'],
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
      {headings.map(([words, order]) => (
        <th
          key={words}
          scope="col"
          aria-sort={order === sorted ? (order === 'newest' ? 'descending' : 'ascending') : undefined}
          className="sticky top-0 z-10 border-b border-divider bg-surface px-3 py-1 font-semibold first:rounded-tl-card last:rounded-tr-card"
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
      <th scope="row" className="px-3 py-2 text-left font-normal max-md:p-0">
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
          <InitialsMark name={name} of="person" />
          <span className="min-w-0">
            <Link
              to="/admin/members/$id"
              params={{ id: row.id }}
              className="font-semibold text-link underline-offset-4 hover:underline"
            >
              {name}
            </Link>
            <span className="block text-text-2 wrap-anywhere">{row.email}</span>
          </span>
        </span>
      </th>
      <Cell label="Company">{row.company}</Cell>
      <Cell label="Status">
        <span className="inline-flex flex-wrap gap-1">
          <MemberStatus status={row.status} />
          {row.roles.map((role) => (
            <Pill key={role} tone="accent">
              {role}
            </Pill>
          ))}
        </span>
      </Cell>
      <Cell label="Membership ends">
        {row.endsOn && (
          <>
            {shortDay.format(new Date(row.endsOn))} <span className="text-text-2">{row.tierName}</span>
          </>
        )}
      </Cell>
      <Cell label="City and county">
        {(row.city || row.license?.county) && (
          <>
            {row.city}
            {row.license?.county && (
              <span className="block text-text-2 max-md:inline max-md:pl-2">{row.license.county} County</span>
            )}
          </>
        )}
      </Cell>
      <Cell label="License" isShort>
        {row.licenseNumber}
        {row.license && (
          <span className="block max-md:inline max-md:pl-2">
            <Pill tone={standingTones[row.license.standing.tone]}>{row.license.standing.short}</Pill>
          </span>
        )}
      </Cell>
      <Cell label="Since" isShort>
        {shortInstant.format(new Date(row.createdAt))}
      </Cell>
    </tr>
  );
}

/** A cell. On a phone it carries its heading, and a cell without a value is left out. */
function Cell({
  label,
  isShort = false,
  children,
}: {
  label: string;
  /** True for a value that stays on one line. */
  isShort?: boolean;
  children: ReactNode;
}) {
  return (
    <td
      className={`px-3 py-2 break-normal max-md:p-0 ${children ? '' : 'max-md:hidden'} ${isShort ? 'whitespace-nowrap' : ''}`}
    >
      <span className="text-text-2 md:hidden">{label}: </span>
      {children}
    </td>
  );
}
