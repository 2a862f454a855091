import { Search } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { PlaceField } from './place-field.tsx';

const distances = [10, 25, 50, 100, 200];

/** A search by words and around a place, with more filters below. `filters` counts those that are set. */
export function PlaceSearchForm({
  label,
  search: { q, near, miles },
  problem,
  filters,
  send,
  children,
}: {
  /** The label of the words. */
  label: string;
  search: { q: string; near: string; miles: number };
  /** The id of the message about an unknown place. */
  problem: string | undefined;
  filters: number;
  send: (typed: Record<string, unknown>) => void;
  children: ReactNode;
}) {
  const [typedNear, setTypedNear] = useState(near);
  const placeField = useRef<HTMLInputElement>(null);
  return (
    <search className="print:hidden">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send({ ...Object.fromEntries(new FormData(event.currentTarget)), near: typedNear.trim() });
        }}
        className="space-y-3"
      >
        <div className="grid gap-3 sm:grid-cols-2 md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto_auto] md:items-start">
          <Labeled label={label}>
            <input
              type="search"
              name="q"
              data-search-field
              maxLength={200}
              defaultValue={q}
              className={fieldClass}
            />
          </Labeled>
          <PlaceField
            label="Near"
            name="near"
            inputRef={placeField}
            typed={typedNear}
            type={setTypedNear}
            choose={setTypedNear}
            leave={() => undefined}
            problem={problem}
          />
          <Select label="Within" name="miles" value={String(miles)}>
            {[...new Set([...distances, miles])]
              .sort((a, b) => a - b)
              .map((each) => (
                <option key={each} value={each}>
                  {each} {each === 1 ? 'mile' : 'miles'}
                </option>
              ))}
          </Select>
          <div>
            <span aria-hidden className="mb-1 hidden text-dense md:block">
              &nbsp;
            </span>
            <Button type="submit" look="primary" className="w-full md:w-auto">
              <Search aria-hidden className="size-4" />
              Search
            </Button>
          </div>
        </div>
        <details open={filters > 0} className="rounded-card border border-divider bg-surface px-4">
          <summary className="flex min-h-11 cursor-pointer items-center text-dense font-semibold">
            {filters > 0 ? `More filters (${filters})` : 'More filters'}
          </summary>
          <div className="grid gap-3 pt-1 pb-4 sm:grid-cols-2 lg:grid-cols-3">{children}</div>
        </details>
      </form>
    </search>
  );
}

export function Labeled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is its child.
    <label className="block text-dense">
      <span className="mb-1 block font-semibold">{label}</span>
      {children}
    </label>
  );
}

export function Select({
  label,
  name,
  value,
  children,
}: {
  label: string;
  name: string;
  value: string;
  children: ReactNode;
}) {
  return (
    <Labeled label={label}>
      <select name={name} defaultValue={value} className={fieldClass}>
        {children}
      </select>
    </Labeled>
  );
}
