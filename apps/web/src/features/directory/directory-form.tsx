import { counties } from '@namc/inputs/california';
import { tradeSkills } from '@namc/inputs/skills';
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { tradeCodes, tradeLabel } from '../contractors/trade-names.ts';
import { PlaceField } from '../places/place-field.tsx';
import { kindsQuery } from './directory-queries.ts';
import { type DirectorySearch, readDirectorySearch } from './directory-search.ts';
import { OwnArea } from './own-area.tsx';

const distances = [10, 25, 50, 100, 200];

/** The filters of the directory. It takes the search of the address when that changes elsewhere. */
export function DirectoryForm({
  search,
  change,
  problem,
}: {
  search: DirectorySearch;
  change: (search: DirectorySearch) => void;
  /** The id of the message about an unknown place. */
  problem: string | undefined;
}) {
  const [near, setNear] = useState(search.near);
  const placeField = useRef<HTMLInputElement>(null);
  const kinds = useQuery(kindsQuery());
  const more = [
    search.trade,
    search.skill,
    search.certification,
    search.county,
    search.city,
    search.isInOwnArea,
  ].filter(Boolean).length;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget));
    change(readDirectorySearch({ ...typed, near: near.trim() }));
  };
  return (
    <search className="print:hidden">
      <form onSubmit={send} className="space-y-3">
        <div className="grid gap-3 sm:grid-cols-2 md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto_auto] md:items-start">
          <Labeled label="Name, trade or words">
            <input
              type="search"
              name="q"
              data-search-field
              maxLength={200}
              defaultValue={search.q}
              className={fieldClass}
            />
          </Labeled>
          <PlaceField
            label="Near"
            name="near"
            inputRef={placeField}
            typed={near}
            type={setNear}
            choose={setNear}
            leave={() => undefined}
            problem={problem}
          />
          <Select label="Within" name="miles" value={String(search.miles)}>
            {[...new Set([...distances, search.miles])]
              .sort((a, b) => a - b)
              .map((miles) => (
                <option key={miles} value={miles}>
                  {miles} {miles === 1 ? 'mile' : 'miles'}
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
        <details open={more > 0} className="rounded-card border border-divider bg-surface px-4">
          <summary className="flex min-h-11 cursor-pointer items-center text-dense font-semibold">
            {more > 0 ? `More filters (${more})` : 'More filters'}
          </summary>
          <div className="grid gap-3 pt-1 pb-4 sm:grid-cols-2 lg:grid-cols-3">
            <Select label="Trade" name="trade" value={search.trade ?? ''}>
              <option value="">Any trade</option>
              {tradeCodes(search.trade ? [search.trade] : []).map((code) => (
                <option key={code} value={code}>
                  {tradeLabel(code)}
                </option>
              ))}
            </Select>
            <Select label="Skill of its people" name="skill" value={search.skill ?? ''}>
              <option value="">Any skill</option>
              {Object.entries(tradeSkills).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
            {/* Its choices arrive after the page. */}
            <Select
              key={kinds.data?.length}
              label="Certification"
              name="certification"
              value={search.certification ?? ''}
            >
              <option value="">Any or none</option>
              {kinds.data?.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
            <Labeled label="Certification good on (today if blank)">
              <input type="date" name="on" defaultValue={search.on} className={fieldClass} />
            </Labeled>
            <Select label="County" name="county" value={search.county ?? ''}>
              <option value="">Any county</option>
              {counties.map((county) => (
                <option key={county} value={county}>
                  {county}
                </option>
              ))}
            </Select>
            <Labeled label="City">
              <input name="city" maxLength={100} defaultValue={search.city} className={fieldClass} />
            </Labeled>
            <OwnArea isChosen={search.isInOwnArea} />
          </div>
        </details>
      </form>
    </search>
  );
}

function Labeled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is its child.
    <label className="block text-dense">
      <span className="mb-1 block font-semibold">{label}</span>
      {children}
    </label>
  );
}

function Select({
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
