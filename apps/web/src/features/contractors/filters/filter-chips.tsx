import { Chips, ChipWords, chipClass, clearClass } from '../../../ui/chips.tsx';
import type { AppliedFilter } from '../applied-filters.ts';
import { contractorSearchDefaults } from '../contractor-search.ts';
import type { ChangeSearch } from '../use-contractor-search.ts';

/** The filters of a search. */
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
    <Chips label={label} clear={<ClearAll change={change} />}>
      {applied.map(({ key, label, without }) => (
        <li key={key}>
          <button type="button" onClick={() => change(without)} className={chipClass}>
            <ChipWords>{label}</ChipWords>
          </button>
        </li>
      ))}
    </Chips>
  );
}

function ClearAll({ change }: { change: ChangeSearch }) {
  return (
    <button
      type="button"
      onClick={() => {
        const { view: _view, ...filters } = contractorSearchDefaults;
        change({
          region: undefined,
          standing: undefined,
          on: undefined,
          member: undefined,
          bounds: undefined,
          ...filters,
        });
      }}
      className={clearClass}
    >
      Clear all
    </button>
  );
}
