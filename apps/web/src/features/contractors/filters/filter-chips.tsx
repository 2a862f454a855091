import { X } from 'lucide-react';
import type { AppliedFilter } from '../applied-filters.ts';
import { contractorSearchDefaults } from '../contractor-search.ts';
import type { ChangeSearch } from '../use-contractor-search.ts';

/** What narrows the search, each part of it removable. */
export function FilterChips({
  applied,
  change,
  label = 'Filters in use',
}: {
  applied: AppliedFilter[];
  change: ChangeSearch;
  label?: string;
}) {
  if (applied.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap items-center gap-2">
      {applied.map(({ key, label, without }) => (
        <li key={key}>
          <button
            type="button"
            onClick={() => change(without)}
            className="inline-flex min-h-11 items-center gap-1.5 rounded-full border border-divider bg-info-tint px-3 text-left text-dense text-text hover:border-control lg:min-h-8"
          >
            <span className="sr-only">Remove filter: </span>
            {label}
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
      <li>
        <ClearAll change={change} />
      </li>
    </ul>
  );
}

export function ClearAll({ change }: { change: ChangeSearch }) {
  return (
    <button
      type="button"
      onClick={() => {
        const { view: _view, ...filters } = contractorSearchDefaults;
        change({ region: undefined, standing: undefined, on: undefined, member: undefined, ...filters });
      }}
      className="min-h-11 rounded-control px-2 text-dense font-semibold text-link underline-offset-4 hover:underline lg:min-h-8"
    >
      Clear all
    </button>
  );
}
