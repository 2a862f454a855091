import { counties } from '@namc/inputs/california';
import { tradeSkills } from '@namc/inputs/skills';
import { useQuery } from '@tanstack/react-query';
import { fieldClass } from '../../ui/field-class.ts';
import { tradeCodes, tradeLabel } from '../contractors/trade-names.ts';
import { Labeled, PlaceSearchForm, Select } from '../places/place-search-form.tsx';
import { kindsQuery } from './directory-queries.ts';
import { type DirectorySearch, readDirectorySearch } from './directory-search.ts';
import { OwnArea } from './own-area.tsx';

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
  const kinds = useQuery(kindsQuery());
  const more = [
    search.trade,
    search.skill,
    search.certification,
    search.county,
    search.city,
    search.isInOwnArea,
  ].filter(Boolean).length;
  return (
    <PlaceSearchForm
      label="Name, trade or words"
      search={search}
      problem={problem}
      filters={more}
      send={(typed) => change(readDirectorySearch(typed))}
    >
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
    </PlaceSearchForm>
  );
}
