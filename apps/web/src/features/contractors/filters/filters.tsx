import { BadgeCheck, SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { formatCapped, plural } from '../../../lib/formats.ts';
import { useMedia, wide } from '../../../lib/use-media.ts';
import { Button } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { SkeletonLine } from '../../../ui/skeleton.tsx';
import type { ContractorPageSearch } from '../contractor-search.ts';
import type { FilterGroupName, FilterProps } from './filter-groups.tsx';

const loadGroups = patiently(() => import('./filter-groups.tsx'));
const FilterGroup = lazy(loadGroups);

interface Group {
  label: string;
  name: FilterGroupName;
  /** The number of choices in use. */
  chosen: (search: ContractorPageSearch) => number;
}

const groups: Group[] = [
  { label: 'Trade', name: 'trade', chosen: (search) => search.trades.length + search.certifications.length },
  {
    label: 'County',
    name: 'place',
    chosen: (search) => search.counties.length + (search.region ? 1 : 0),
  },
  { label: 'Standing', name: 'standing', chosen: (search) => (search.standing || search.on ? 1 : 0) },
  {
    label: 'Business',
    name: 'firm',
    chosen: (search) => search.businessTypes.length + (search.member === undefined ? 0 : 1),
  },
];

/** The groups of filters: popovers on a wide screen, one sheet on a phone. */
export function Filters(props: FilterProps) {
  const roomy = useMedia(wide);
  const [isOpen, setOpen] = useState(false);
  const { search, count } = props;

  if (roomy) {
    return (
      <div className="flex flex-wrap gap-2">
        <MembersOnly {...props} />
        {groups.map(({ label, name, chosen }) => (
          <Popover
            key={label}
            label={label}
            summary={chosen(search) > 0 ? String(chosen(search)) : undefined}
            load={loadGroups}
          >
            <FilterGroup name={name} {...props} />
          </Popover>
        ))}
      </div>
    );
  }
  const total = groups.reduce((sum, { chosen }) => sum + chosen(search), 0);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden className="size-4" />
        {total > 0 ? `Filters (${total})` : 'Filters'}
      </Button>
      <Sheet
        isOpen={isOpen}
        title="Filters"
        close={() => setOpen(false)}
        footer={
          <Button look="primary" className="w-full" onClick={() => setOpen(false)}>
            {count
              ? `Show ${formatCapped(count.count, count.capped)} ${plural(count.count, 'contractor')}`
              : 'Show contractors'}
          </Button>
        }
      >
        <MembersOnly {...props} />
        <Suspense fallback={<SkeletonLine className="h-40" />}>
          {groups.map(({ name }) => (
            <FilterGroup key={name} name={name} {...props} />
          ))}
        </Suspense>
      </Sheet>
    </>
  );
}

/** The association's own firms, with one press. The group of the business has the other choices. */
function MembersOnly({ search, change }: FilterProps) {
  const isOn = search.member === true;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => change({ member: isOn ? undefined : true })}
      className={`inline-flex min-h-10 items-center gap-1.5 rounded-control border bg-surface px-3 text-dense hover:bg-canvas max-lg:min-h-11 ${
        isOn ? 'border-link font-semibold text-link' : 'border-control'
      }`}
    >
      <BadgeCheck aria-hidden className="size-4" />
      Members
    </button>
  );
}
