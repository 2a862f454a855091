import { CalendarDays, List, Map as MapIcon } from 'lucide-react';
import { Button } from '../../ui/button.tsx';

const looks = {
  list: { Icon: List, words: 'List' },
  map: { Icon: MapIcon, words: 'Map' },
  calendar: { Icon: CalendarDays, words: 'Calendar' },
};
const listAndMap = ['list', 'map'] as const;

/** The ways to look at the same results, of which one shows. On a phone, list and map take turns. */
export function ViewToggle<View extends keyof typeof looks = 'list' | 'map'>({
  view,
  views = listAndMap as unknown as readonly View[],
  choose,
}: {
  view: View;
  views?: readonly View[];
  choose: (view: View) => void;
}) {
  return (
    <fieldset className="flex">
      <legend className="sr-only">View</legend>
      {views.map((one) => {
        const { Icon, words } = looks[one];
        return (
          <Button
            key={one}
            aria-pressed={view === one}
            onClick={() => choose(one)}
            className="rounded-none border-r-0 first-of-type:rounded-l-control last-of-type:rounded-r-control last-of-type:border-r max-sm:px-3 aria-pressed:border-brand aria-pressed:bg-brand aria-pressed:text-on-brand"
          >
            <Icon aria-hidden className="size-4" />
            {words}
          </Button>
        );
      })}
    </fieldset>
  );
}
