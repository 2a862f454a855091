import { counties } from '@namc/inputs/california';
import { tradeSkills } from '@namc/inputs/skills';
import { useQuery } from '@tanstack/react-query';
import { fieldClass } from '../../ui/field-class.ts';
import { useMay } from '../accounts/me.ts';
import { tradeCodes, tradeLabel } from '../contractors/trade-names.ts';
import { kindsQuery } from '../directory/directory-queries.ts';
import { OwnArea } from '../directory/own-area.tsx';
import { Labeled, PlaceSearchForm, Select } from '../places/place-search-form.tsx';
import { type ProjectSearch, readProjectSearch } from './project-search.ts';
import { categoryChoices } from './project-words.ts';

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
  const kinds = useQuery(kindsQuery());
  const readsPlans = useMay('READ_PLANS');
  const mayFollow = useMay('FOLLOW');
  const more = [
    search.category,
    search.work,
    search.county,
    search.budget,
    search.dueDays,
    search.goal,
    search.isPublicWorks,
    search.isInOwnArea,
    search.isQualified,
    search.isFollowed,
    search.state !== 'open',
  ].filter(Boolean).length;
  return (
    <PlaceSearchForm
      label="Title, description or city"
      search={search}
      problem={problem}
      filters={more}
      send={(typed) => {
        const budget = String(typed.budget).replace(/[$,\s]/g, '');
        change(readProjectSearch({ order: search.order, ...typed, budget }));
      }}
    >
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
      {readsPlans && (
        <label className="inline-flex min-h-11 items-center gap-2 self-end text-dense font-semibold">
          <input
            type="checkbox"
            name="isQualified"
            value="true"
            defaultChecked={search.isQualified}
            className="size-5"
          />
          I qualify
        </label>
      )}
      {mayFollow && (
        <label className="inline-flex min-h-11 items-center gap-2 self-end text-dense font-semibold">
          <input
            type="checkbox"
            name="isFollowed"
            value="true"
            defaultChecked={search.isFollowed}
            className="size-5"
          />
          Projects that I follow
        </label>
      )}
      <OwnArea isChosen={search.isInOwnArea} explains="Projects where your firm works." />
    </PlaceSearchForm>
  );
}
