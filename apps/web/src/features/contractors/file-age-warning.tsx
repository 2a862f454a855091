import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { snapshotQuery } from './contractor-queries.ts';

/** Warns above a list when the board's file is a week old, and more strongly when it is a month old. */
export function FileAgeWarning() {
  const { data } = useQuery(snapshotQuery());
  if (!data?.ageWords) return null;
  return (
    <p className="flex items-start gap-2 rounded-control border border-warn bg-warn-tint p-3 text-dense">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <span className={data.age === 'very-old' ? 'font-semibold' : undefined}>{data.ageWords}</span>
    </p>
  );
}
