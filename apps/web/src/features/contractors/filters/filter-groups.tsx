import { businessTypes, businessTypeWords } from '@namc/inputs/business-types';
import { counties, regions } from '@namc/inputs/california';
import { certifications } from '@namc/inputs/classifications';
import {
  type ContractorFacet,
  mostBusinessTypes,
  mostTrades,
  narrows,
  standingChoices,
} from '@namc/inputs/contractors';
import { findTrades } from '@namc/inputs/trade-suggestions';
import { useQuery } from '@tanstack/react-query';
import { CheckboxChoices, RadioChoices } from '../../../ui/choices.tsx';
import { DayField } from '../../../ui/day-field.tsx';
import type { ContractorCount } from '../contractor.ts';
import { facetsQuery } from '../contractor-queries.ts';
import type { ContractorPageSearch } from '../contractor-search.ts';
import { regionNames } from '../region-names.ts';
import { standingNames } from '../standing-names.ts';
import { tradeCodes, tradeLabel, tradeName } from '../trade-names.ts';
import type { ChangeSearch } from '../use-contractor-search.ts';
import { useSoon } from '../use-soon.ts';

export interface FilterProps {
  search: ContractorPageSearch;
  change: ChangeSearch;
  count: ContractorCount | undefined;
}

const groups = { trade: TradeFilter, place: PlaceFilter, standing: StandingFilter, firm: FirmFilter };
interface GroupProps extends FilterProps {
  /** The search whose numbers are shown. `search` may be a choice ahead. */
  counted: ContractorPageSearch;
}

export type FilterGroupName = keyof typeof groups;

/** Loaded when a person first opens a filter, after the list is on the screen. */
export default function FilterGroup({
  name,
  search,
  change,
  ...props
}: FilterProps & { name: FilterGroupName }) {
  const [shown, choose] = useSoon(search, change);
  const Group = groups[name];
  return <Group {...props} search={shown} counted={search} change={choose} />;
}

/** The number of contractors that each value would give. Nothing is shown until the numbers are those of this search. */
function useFacets(search: ContractorPageSearch, facets: ContractorFacet[]) {
  const { data, isPlaceholderData } = useQuery({ ...facetsQuery(search, facets), enabled: narrows(search) });
  const counted = isPlaceholderData ? undefined : data?.facets;
  return {
    values: (facet: ContractorFacet) => (data?.facets[facet] ?? []).map(({ value }) => value),
    of: (facet: ContractorFacet) => (value: string) =>
      counted && (counted[facet]?.find((one) => one.value === value) ?? nobody),
  };
}

const nobody = { count: 0, capped: false };

function TradeFilter({ search, counted, change }: GroupProps) {
  const facets = useFacets(counted, ['classifications', 'certifications']);
  const has = facets.of('classifications');
  const hasCertificate = facets.of('certifications');
  const inResults = facets.values('classifications');
  return (
    <div className="space-y-4">
      <CheckboxChoices
        legend="Trades"
        narrowing="Find a trade"
        meant={findTrades}
        choices={tradeCodes([...inResults, ...search.trades]).map((code) => ({
          value: code,
          label: tradeLabel(code),
          count: has(code),
        }))}
        chosen={search.trades}
        choose={(trades) => change({ trades })}
        most={{ count: mostTrades, of: 'trades' }}
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
    </div>
  );
}

function PlaceFilter({ search, counted, change }: GroupProps) {
  const facets = useFacets(counted, ['counties', 'regions']);
  const inCounty = facets.of('counties');
  const inRegion = facets.of('regions');
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
    </div>
  );
}

function StandingFilter({ search, counted, change }: GroupProps) {
  const has = useFacets(counted, ['standing']).of('standing');
  return (
    <div className="space-y-4">
      <RadioChoices
        legend="Standing"
        choices={[
          { value: '', label: 'Any standing' },
          ...standingChoices.map((value) => ({ value, label: standingNames[value], count: has(value) })),
        ]}
        chosen={search.standing ?? ''}
        choose={(standing) => change(standing ? { standing } : { standing: undefined, on: undefined })}
      />
      {(search.standing || search.on) && (
        <DayField
          label="As of (leave blank for today)"
          value={search.on ?? ''}
          change={(on) => change({ on: on || undefined }, { replace: true })}
        />
      )}
    </div>
  );
}

function FirmFilter({ search, counted, change }: GroupProps) {
  const facets = useFacets(counted, ['businessTypes', 'membership']);
  const ofType = facets.of('businessTypes');
  const membership = facets.of('membership');
  const inResults = facets.values('businessTypes');
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
        choices={types.map((type) => ({ value: type, label: businessTypeWords(type), count: ofType(type) }))}
        chosen={search.businessTypes}
        choose={(chosen) => change({ businessTypes: chosen })}
        most={{ count: mostBusinessTypes, of: 'kinds of business' }}
      />
    </div>
  );
}
