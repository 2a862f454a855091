import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { formatCapped, plural } from '../../../lib/formats.ts';
import { useMedia, wide } from '../../../lib/use-media.ts';
import { Button } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import type { ContractorPageSearch } from '../contractor-search.ts';
import { FirmFilter, type FilterProps, PlaceFilter, StandingFilter, TradeFilter } from './filter-groups.tsx';

const groups = [
  { label: 'Trade', Group: TradeFilter, chosen: (search: ContractorPageSearch) => search.trades.length },
  {
    label: 'County',
    Group: PlaceFilter,
    chosen: (search: ContractorPageSearch) => search.counties.length + (search.region ? 1 : 0),
  },
  { label: 'Standing', Group: StandingFilter, chosen: (search: ContractorPageSearch) => (search.standing ? 1 : 0) },
  {
    label: 'Business',
    Group: FirmFilter,
    chosen: (search: ContractorPageSearch) =>
      search.businessTypes.length + (search.member === undefined ? 0 : 1),
  },
];

/** The same groups of choices: side by side where there is room, behind one button on a phone. */
export function Filters(props: FilterProps) {
  const roomy = useMedia(wide);
  const [open, setOpen] = useState(false);
  const { search, count } = props;

  if (roomy) {
    return (
      <div className="flex flex-wrap gap-2">
        {groups.map(({ label, Group, chosen }) => (
          <Popover
            key={label}
            label={label}
            summary={chosen(search) > 0 ? String(chosen(search)) : undefined}
          >
            <Group {...props} />
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
        open={open}
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
        {groups.map(({ label, Group }) => (
          <Group key={label} {...props} />
        ))}
      </Sheet>
    </>
  );
}
