import { mostTrades, narrows, standingChoices } from '@namc/inputs/contractors';
import { mostOutreach, type OutreachCriteria } from '@namc/inputs/outreach';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '../../lib/formats.ts';
import { CheckboxChoices } from '../../ui/choices.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { countQuery, searchQuery } from '../contractors/contractor-queries.ts';
import { contractorSearchDefaults, filtersOf } from '../contractors/contractor-search.ts';
import { FileAgeWarning } from '../contractors/file-age-warning.tsx';
import { standingNames } from '../contractors/standing-names.ts';
import { tradeCodes, tradeLabel } from '../contractors/trade-names.ts';
import type { Project } from '../projects/project-queries.ts';
import { FoundFirms } from './found-firms.tsx';

const radii = [5, 10, 20, 50, 100];
const codes = tradeCodes([]);
const workChoices = codes.map((code) => ({ value: code, label: tradeLabel(code) }));

/** The search of the license board's file, as on the page of contractors, around the project's place. */
export default function FindFirms({ project, firms }: { project: Project; firms: number }) {
  const { latitude, longitude, skillsRequired } = project;
  const hasPlace = latitude !== null && longitude !== null;
  const [criteria, setCriteria] = useState<OutreachCriteria>({
    trades: skillsRequired.filter((code) => codes.includes(code)).slice(0, mostTrades),
    ...(hasPlace && { miles: 20 }),
    standing: 'good',
    member: false,
  });
  const change = (changed: Partial<OutreachCriteria>) => setCriteria((before) => ({ ...before, ...changed }));
  const { miles, ...filters } = criteria;
  const search = {
    ...contractorSearchDefaults,
    ...filters,
    ...(hasPlace && miles !== undefined && { near: `${latitude},${longitude}`, miles }),
    sort: 'distance' as const,
  };
  const isAsked = narrows(filtersOf(search));
  const found = useInfiniteQuery({ ...searchQuery(search), enabled: isAsked });
  const counted = useQuery({ ...countQuery(search), enabled: isAsked });
  return (
    <div className="space-y-6">
      <section aria-label="Search" className="grid gap-4 md:grid-cols-[minmax(0,1fr)_16rem]">
        <CheckboxChoices
          legend="Trades (any of these)"
          narrowing="Find a trade"
          choices={workChoices}
          chosen={criteria.trades}
          choose={(trades) => change({ trades })}
          most={{ count: mostTrades, of: 'trades' }}
        />
        <div className="space-y-4">
          {hasPlace ? (
            <Select
              label="Distance from the project"
              value={`${miles ?? ''}`}
              choices={[
                ...radii.map((one): [string, string] => [`${one}`, `Within ${one} miles`]),
                ['', 'Anywhere in the state'],
              ]}
              choose={(value) => change({ miles: value === '' ? undefined : Number(value) })}
            />
          ) : (
            <p className="text-dense text-text-2">
              The project has no place on the map, so the search covers the whole state.
            </p>
          )}
          <Select
            label="Standing"
            value={criteria.standing ?? ''}
            choices={[
              ['', 'Any standing'],
              ...standingChoices.map((one): [string, string] => [one, standingNames[one]]),
            ]}
            choose={(value) => change({ standing: standingChoices.find((one) => one === value) })}
          />
          <Select
            label="NAMC membership"
            value={`${criteria.member ?? ''}`}
            choices={[
              ['false', 'Not NAMC members'],
              ['true', 'NAMC members'],
              ['', 'Members and others'],
            ]}
            choose={(value) => change({ member: value === '' ? undefined : value === 'true' })}
          />
        </div>
      </section>
      <FileAgeWarning />
      <p className="text-dense text-text-2">
        A list holds up to {formatCount(mostOutreach)} firms. This one has {formatCount(firms)}.
      </p>
      <FoundFirms
        // Firms that were chosen among other results are not chosen any more.
        key={JSON.stringify(criteria)}
        projectId={project.id}
        criteria={criteria}
        room={mostOutreach - firms}
        isAsked={isAsked}
        found={found}
        count={counted.data}
      />
    </div>
  );
}

function Select({
  label,
  value,
  choices,
  choose,
}: {
  label: string;
  value: string;
  choices: [value: string, name: string][];
  choose: (value: string) => void;
}) {
  return (
    <label className="block text-dense">
      <span className="mb-1 block font-semibold">{label}</span>
      <select className={fieldClass} value={value} onChange={({ target }) => choose(target.value)}>
        {choices.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
