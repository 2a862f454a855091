import { quoted } from '@namc/inputs/quoted';
import { clearClass } from '../../ui/chips.tsx';
import type { ContractorPage } from './contractor.ts';
import type { ContractorPageSearch } from './contractor-search.ts';
import {
  asCertification,
  asFilters,
  asZip,
  inOtherPlaces,
  inPlaceOfWork,
  isMoreThanNames,
  meaningOf,
  placesLost,
} from './understood.ts';
import type { ChangeSearch } from './use-contractor-search.ts';

const and = new Intl.ListFormat('en-US');
const linkClass = `${clearClass} -mx-2`;

/** Says what the typed words were taken for, and lets a person say otherwise. */
export function UnderstoodLine({
  page,
  search,
  change,
}: {
  page: ContractorPage;
  /** The search with what its words ask for. */
  search: ContractorPageSearch;
  change: ChangeSearch;
}) {
  const { understood } = page;
  if (search.words === 'names') {
    return search.q ? (
      <p className="flex flex-wrap items-center gap-x-3 text-dense text-text-2">
        We’re looking for every word in names and cities only.
        <button type="button" onClick={() => change({ words: 'all' })} className={linkClass}>
          Also find trades and places
        </button>
      </p>
    ) : null;
  }
  if (!isMoreThanNames(understood)) return null;
  const filters = asFilters(search, understood);
  const lost = placesLost(understood);
  const other = asCertification(search, understood) ?? asZip(understood) ?? inPlaceOfWork(search, understood);
  const others = [...(other ? [other] : []), ...inOtherPlaces(search.q, understood)];
  return (
    <section
      aria-label="How we read your words"
      className="rounded-card border border-divider bg-surface px-3 py-2 text-dense"
    >
      <ul className="space-y-1">
        {understood.map((part) => (
          <li key={`${part.as} ${part.typed}`} className="wrap-anywhere">
            <strong className="font-semibold">{quoted(part.typed.replace(/^or /, ''))}</strong>{' '}
            <span className="text-text-2">{meaningOf(part, { ...search, place: page.place })}</span>
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-4">
        <button type="button" onClick={() => change({ words: 'names' })} className={linkClass}>
          Search names only
        </button>
        {filters && (
          <button type="button" onClick={() => change(filters)} className={linkClass}>
            Turn into filters{lost.length > 0 && ` without ${and.format(lost.map(quoted))}`}
          </button>
        )}
        {others.map(({ label, filters: otherwise }) => (
          <button key={label} type="button" onClick={() => change(otherwise)} className={linkClass}>
            {label}
          </button>
        ))}
      </p>
    </section>
  );
}
