import { List, Map as MapIcon } from 'lucide-react';
import { Button } from '../../ui/button.tsx';

/** On a phone, list and map take turns. */
export function ViewToggle({ view, choose }: { view: MapView; choose: (view: MapView) => void }) {
  return (
    <fieldset className="flex">
      <legend className="sr-only">View</legend>
      {(['list', 'map'] as const).map((one) => (
        <Button
          key={one}
          aria-pressed={view === one}
          onClick={() => choose(one)}
          className={`${one === 'list' ? 'rounded-r-none border-r-0' : 'rounded-l-none'} aria-pressed:border-brand aria-pressed:bg-brand aria-pressed:text-on-brand`}
        >
          {one === 'list' ? (
            <List aria-hidden className="size-4" />
          ) : (
            <MapIcon aria-hidden className="size-4" />
          )}
          {one === 'list' ? 'List' : 'Map'}
        </Button>
      ))}
    </fieldset>
  );
}

type MapView = 'list' | 'map';
