import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { formatCount, plural } from '../../lib/formats.ts';
import { snapshotQuery } from '../contractors/contractor-queries.ts';
import type { HomePageContent, HomeSection } from './home-section.ts';
import { MembersByCounty } from './members-by-county.tsx';

/** Live figures of the association. A figure of nothing is left out. */
export function Figures({
  section,
  figures,
  byCounty,
}: { section: HomeSection } & Pick<HomePageContent, 'figures' | 'byCounty'>) {
  const id = useId();
  const { data: snapshot } = useQuery(snapshotQuery());
  const { members, counties, trades } = figures;
  const shown: [count: number, words: string][] = [
    [members, plural(members, 'member', 'members')],
    [counties, `California ${plural(counties, 'county', 'counties')} with members`],
    [trades, plural(trades, 'licensed trade', 'licensed trades')],
    [snapshot?.contractors ?? 0, 'licenses you can check'],
  ];
  const known = shown.filter(([count]) => count > 0);
  if (known.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="text-h2 font-semibold tracking-tight">
        {section.title}
      </h2>
      {section.body && <p className="mt-1 max-w-[65ch] whitespace-pre-line text-text-2">{section.body}</p>}
      <ul className="mt-4 grid grid-cols-2 gap-x-4 gap-y-6 lg:grid-cols-4">
        {known.map(([count, words]) => (
          <li key={words} className="border-l-4 border-accent pl-4">
            <span className="block text-h1 font-bold tracking-tight tabular-nums">{formatCount(count)}</span>
            <span className="text-text-2">{words}</span>
          </li>
        ))}
      </ul>
      <MembersByCounty byCounty={byCounty} />
    </section>
  );
}
