import { counties, regions } from '@namc/inputs/california';
import { certifications } from '@namc/inputs/classifications';
import { CheckboxChoices, RadioChoices, TextField } from '../../../ui/choices.tsx';
import { businessTypeLabel, businessTypes } from '../business-types.ts';
import type { ContractorCount } from '../contractor.ts';
import type { ContractorPageSearch } from '../contractor-search.ts';
import { regionNames } from '../region-names.ts';
import { tradeCodes, tradeLabel, tradeName } from '../trade-names.ts';
import type { ChangeSearch } from '../use-contractor-search.ts';

export interface FilterProps {
  search: ContractorPageSearch;
  change: ChangeSearch;
  count: ContractorCount | undefined;
}

const groups = { trade: TradeFilter, place: PlaceFilter, standing: StandingFilter, firm: FirmFilter };
export type FilterGroupName = keyof typeof groups;

/** Loaded when a person first opens a filter, after the list is on the screen. */
export default function FilterGroup({ name, ...props }: FilterProps & { name: FilterGroupName }) {
  const Group = groups[name];
  return <Group {...props} />;
}

type FacetName = keyof ContractorCount['facets'];

/** Counts by value. A value without a count has no results, unless the counting stopped early. */
function counts(count: ContractorCount | undefined, facet: FacetName): (value: string) => number | undefined {
  const byValue = new Map(count?.facets[facet].map(({ value, count: held }) => [value, held]));
  return (value) => (count ? (byValue.get(value) ?? (count.capped ? undefined : 0)) : undefined);
}

function TradeFilter({ search, change, count }: FilterProps) {
  const has = counts(count, 'classifications');
  const hasCertificate = counts(count, 'certifications');
  const inResults = count?.facets.classifications.map((facet) => facet.value) ?? [];
  return (
    <div className="space-y-4">
      <CheckboxChoices
        legend="Trades"
        narrowing="Find a trade"
        choices={tradeCodes([...inResults, ...search.trades]).map((code) => ({
          value: code,
          label: tradeLabel(code),
          count: has(code),
        }))}
        chosen={search.trades}
        choose={(trades) => change({ trades })}
      />
      <RadioChoices
        legend="Match"
        choices={[
          { value: 'any', label: 'Any of these trades' },
          { value: 'all', label: 'All of these trades' },
        ]}
        chosen={search.match}
        choose={(match) => change({ match: match === 'all' ? 'all' : 'any' })}
      />
      <CheckboxChoices
        legend="Certifications"
        choices={certifications.map((code) => ({
          value: code,
          label: tradeName(code) ?? code,
          count: hasCertificate(code),
        }))}
        chosen={search.certifications}
        choose={(chosen) =>
          change({ certifications: certifications.filter((code) => chosen.includes(code)) })
        }
      />
      <CountNote count={count} />
    </div>
  );
}

function PlaceFilter({ search, change, count }: FilterProps) {
  const inCounty = counts(count, 'counties');
  const inRegion = counts(count, 'regions');
  return (
    <div className="space-y-4">
      <RadioChoices
        legend="Region"
        choices={[
          { value: '', label: 'Anywhere' },
          ...regions.map((value) => ({ value, label: regionNames[value], count: inRegion(value) })),
        ]}
        chosen={search.region ?? ''}
        choose={(region) => change({ region: region || undefined })}
      />
      <CheckboxChoices
        legend="Counties"
        narrowing="Find a county"
        choices={counties.map((county) => ({ value: county, label: county, count: inCounty(county) }))}
        chosen={search.counties}
        choose={(chosen) => change({ counties: counties.filter((county) => chosen.includes(county)) })}
      />
      <CountNote count={count} />
    </div>
  );
}

function StandingFilter({ search, change, count }: FilterProps) {
  const has = counts(count, 'standing');
  return (
    <div className="space-y-4">
      <RadioChoices
        legend="Standing"
        choices={[
          { value: '', label: 'Any standing' },
          { value: 'good', label: 'In good standing', count: has('good') },
          { value: 'not-good', label: 'Not in good standing', count: has('not-good') },
        ]}
        chosen={search.standing ?? ''}
        choose={(standing) => change(standing ? { standing } : { standing: undefined, on: undefined })}
      />
      {search.standing && (
        <TextField
          type="date"
          label="As of (leave blank for today)"
          value={search.on ?? ''}
          change={(on) => change({ on: on || undefined }, { replace: true })}
        />
      )}
      <CountNote count={count} />
    </div>
  );
}

function FirmFilter({ search, change, count }: FilterProps) {
  const ofType = counts(count, 'businessTypes');
  const membership = counts(count, 'membership');
  const inResults = count?.facets.businessTypes.map((facet) => facet.value) ?? [];
  const types = [...new Set([...businessTypes, ...inResults, ...search.businessTypes])];
  return (
    <div className="space-y-4">
      <RadioChoices
        legend="NAMC membership"
        choices={[
          { value: '', label: 'Members and others' },
          { value: 'true', label: 'NAMC members', count: membership('member') },
          { value: 'false', label: 'Not NAMC members', count: membership('not-member') },
        ]}
        chosen={search.member === undefined ? '' : `${search.member}`}
        choose={(member) => change({ member: member === '' ? undefined : member === 'true' })}
      />
      <CheckboxChoices
        legend="Kind of business"
        choices={types.map((type) => ({ value: type, label: businessTypeLabel(type), count: ofType(type) }))}
        chosen={search.businessTypes}
        choose={(chosen) => change({ businessTypes: chosen })}
      />
      <CountNote count={count} />
    </div>
  );
}

function CountNote({ count }: { count: ContractorCount | undefined }) {
  if (!count?.capped) return null;
  return (
    <p className="text-meta text-text-2">
      More than {count.cap.toLocaleString('en-US')} contractors match, so the counts cover the first{' '}
      {count.cap.toLocaleString('en-US')}.
    </p>
  );
}
