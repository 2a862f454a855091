import { Link } from '@tanstack/react-router';
import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '../../lib/formats.ts';

const card = 'relative rounded-card border border-divider bg-surface p-4 shadow-card';

/** A number of things that wait, with the way to them. */
export function WaitingCard({
  to,
  search,
  count,
  words,
  children,
}: {
  to: '/admin/applications' | '/admin/members' | '/admin/jobs';
  search: object;
  count: number;
  words: string;
  children?: ReactNode;
}) {
  return (
    <li className={`${card} border-l-4 border-l-accent hover:border-control hover:border-l-accent`}>
      <p className="text-h1 font-bold tracking-tight tabular-nums">{formatCount(count)}</p>
      <Link
        to={to}
        search={search as never}
        className="text-link underline underline-offset-4 after:absolute after:inset-0 after:rounded-card"
      >
        {words}
      </Link>
      {children && <p className="mt-1 text-dense text-text-2">{children}</p>}
    </li>
  );
}

/** A figure, and how it differs from last month's. */
export function Figure({ words, now, before }: { words: string; now: number; before: number }) {
  const change = now - before;
  const Icon = change === 0 ? ArrowRight : change > 0 ? ArrowUpRight : ArrowDownRight;
  return (
    <li className={card}>
      <p className="text-text-2">{words}</p>
      <p className="text-h1 font-bold tracking-tight tabular-nums">{formatCount(now)}</p>
      <p className="flex items-center gap-1 text-dense text-text-2">
        <Icon aria-hidden className="size-4" />
        {change === 0
          ? 'Same as last month'
          : `${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than last month (${formatCount(before)})`}
      </p>
    </li>
  );
}
