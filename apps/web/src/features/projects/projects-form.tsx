import { counties } from '@namc/inputs/california';
import { tradeSkills } from '@namc/inputs/skills';
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { tradeCodes, tradeLabel } from '../contractors/trade-names.ts';
import { kindsQuery } from '../directory/directory-queries.ts';
import { OwnArea } from '../directory/own-area.tsx';
import { PlaceField } from '../places/place-field.tsx';
import { type ProjectSearch, readProjectSearch } from './project-search.ts';
import { categoryChoices } from './project-words.ts';

const distances = [10, 25, 50, 100, 200];
const terms = [7, 14, 30, 60];

/** The filters of the list of projects. It takes the search of the address when that changes elsewhere. */
export function ProjectsForm({
  search,
  change,
  problem,
}: {
  search: ProjectSearch;
  change: (search: ProjectSearch) => void;
  /** The id of the message about an unknown place. */
  problem: string | undefined;
}) {
  const [near, setNear] = useState(search.near);
  const placeField = useRef<HTMLInputElement>(null);
  const kinds = useQuery(kindsQuery());
  const more = [
    search.category,
    search.work,
    search.county,
    search.budget,
    search.dueDays,
    search.goal,
    search.isPublicWorks,
    search.isInOwnArea,
    search.state !== 'open',
  ].filter(Boolean).length;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [
        name,
        name === 'budget' ? String(value).replace(/[$,\s]/g, '') : value,
      ]),
    );
    change(readProjectSearch({ order: search.order, ...typed, near: near.trim() }));
  };
  return (
    <search className="print:hidden">
      <form onSubmit={send} className="space-y-3">
        <div className="grid gap-3 sm:grid-cols-2 md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto_auto] md:items-start">
          <Labeled label="Title, description or city">
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
            <Select label="Trade or skill" name="work" value={search.work ?? ''}>
              <option value="">Any trade or skill</option>
              <optgroup label="Trades">
                {tradeCodes([]).map((code) => (
                  <option key={code} value={code}>
                    {tradeLabel(code)}
                  </option>
                ))}
              </optgroup>
              <optgroup label="Skills">
                {Object.entries(tradeSkills).map(([code, name]) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </optgroup>
            </Select>
            <Select label="Kind of work" name="category" value={search.category ?? ''}>
              <option value="">Any kind</option>
              {categoryChoices.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
            <Select label="County" name="county" value={search.county ?? ''}>
              <option value="">Any county</option>
              {counties.map((county) => (
                <option key={county} value={county}>
                  {county}
                </option>
              ))}
            </Select>
            <Select label="Bids due" name="dueDays" value={search.dueDays ? String(search.dueDays) : ''}>
              <option value="">Anytime</option>
              {[...new Set([...terms, ...(search.dueDays ? [search.dueDays] : [])])]
                .sort((a, b) => a - b)
                .map((days) => (
                  <option key={days} value={days}>
                    Within {days} days
                  </option>
                ))}
            </Select>
            <Labeled label="Pays at least, in dollars">
              <input name="budget" inputMode="numeric" defaultValue={search.budget} className={fieldClass} />
            </Labeled>
            {/* Its choices arrive after the page. */}
            <Select key={kinds.data?.length} label="Participation goal" name="goal" value={search.goal ?? ''}>
              <option value="">Any or none</option>
              {kinds.data?.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
            <Select label="Show" name="state" value={search.state}>
              <option value="open">Open projects</option>
              <option value="over">Projects that are over</option>
            </Select>
            <label className="inline-flex min-h-11 items-center gap-2 self-end text-dense font-semibold">
              <input
                type="checkbox"
                name="isPublicWorks"
                value="true"
                defaultChecked={search.isPublicWorks}
                className="size-5"
              />
              Public works only
            </label>
            <OwnArea isChosen={search.isInOwnArea} explains="Projects where your firm works." />
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
