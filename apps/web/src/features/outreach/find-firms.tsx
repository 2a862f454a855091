import { mostTrades, mostWords, narrows, standingChoices } from '@namc/inputs/contractors';
import { mostOutreach, type OutreachCriteria } from '@namc/inputs/outreach';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { formatCount } from '../../lib/formats.ts';
import { Button } from '../../ui/button.tsx';
import { CheckboxChoices } from '../../ui/choices.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { countQuery, searchQuery } from '../contractors/contractor-queries.ts';
import { contractorSearchDefaults, filtersOf } from '../contractors/contractor-search.ts';
import { FileAgeWarning } from '../contractors/file-age-warning.tsx';
import { standingNames } from '../contractors/standing-names.ts';
import { tradeLabel } from '../contractors/trade-names.ts';
import type { Project } from '../projects/project-queries.ts';
import { addressOf, codes, readCriteria, readPages } from './firm-search.ts';
import { FoundFirms } from './found-firms.tsx';
import { useOutreachAddress } from './outreach-queries.ts';
import type { OutreachAddress } from './outreach-words.ts';

const radii = [5, 10, 20, 50, 100];
const workChoices = codes.map((code) => ({ value: code, label: tradeLabel(code) }));

/** The search of the license board's file, as on the page of contractors, around the project's place. Its address holds all of it. */
export default function FindFirms({
  project,
  firms,
  address,
}: {
  project: Project;
  firms: number;
  address: OutreachAddress;
}) {
  const { id, latitude, longitude } = project;
  const hasPlace = latitude !== null && longitude !== null;
  const navigate = useNavigate();
  const to = useOutreachAddress();
  const criteria = readCriteria(address, project);
  const go = (search: OutreachAddress, how: { replace?: boolean } = {}) =>
    void navigate({ to, params: { id }, search, resetScroll: false, ...how });
  const change = (changed: { [Name in keyof OutreachCriteria]?: OutreachCriteria[Name] | undefined }) =>
    go({ part: 'find', ...addressOf({ ...criteria, ...changed } as OutreachCriteria, project) });
  const { miles, q = '', ...filters } = criteria;
  const search = {
    ...contractorSearchDefaults,
    ...filters,
    q,
    ...(hasPlace && miles !== undefined && { near: `${latitude},${longitude}`, miles }),
    sort: 'distance' as const,
  };
  const isAsked = narrows(filtersOf(search));
  const found = useInfiniteQuery({ ...searchQuery(search), enabled: isAsked });
  const counted = useQuery({ ...countQuery(search), enabled: isAsked });
  const shown = found.data?.pages.length ?? 0;
  const pages = readPages(address);
  const { fetchNextPage, hasNextPage, isError, isFetching, isPlaceholderData } = found;
  useEffect(() => {
    if (shown > 0 && shown < pages && hasNextPage && !isFetching && !isError && !isPlaceholderData)
      void fetchNextPage();
  }, [shown, pages, hasNextPage, isFetching, isError, isPlaceholderData, fetchNextPage]);
  return (
    <div className="space-y-6">
      <section aria-label="Search" className="grid gap-4 md:grid-cols-[minmax(0,1fr)_16rem]">
        <div className="space-y-4">
          <WordsField q={q} search={(words) => change({ q: words })} />
          <CheckboxChoices
            legend="Trades (any of these)"
            narrowing="Find a trade"
            choices={workChoices}
            chosen={criteria.trades}
            choose={(trades) => change({ trades })}
            most={{ count: mostTrades, of: 'trades' }}
          />
        </div>
        <div className="space-y-4">
          {hasPlace ? (
            <Select
              label="Distance from the project"
              value={`${miles ?? ''}`}
              choices={[
                ...[...new Set([...radii, ...(miles === undefined ? [] : [miles])])]
                  .sort((one, other) => one - other)
                  .map((one): [string, string] => [`${one}`, `Within ${one} miles`]),
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
        loadMore={() => {
          // After a failure the address says the page already.
          if (shown < pages) void fetchNextPage();
          else go({ ...address, pages: shown + 1 }, { replace: true });
        }}
      />
    </div>
  );
}

/** The words of the search. The address takes them on Enter, and Back brings the earlier ones. */
function WordsField({ q, search }: { q: string; search: (words: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current) field.current.value = q;
  }, [q]);
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const words = field.current?.value.trim() ?? '';
        if (words !== q) search(words);
      }}
    >
      <label className="block min-w-0 flex-1 text-dense">
        <span className="mb-1 block font-semibold">Name, words or license number</span>
        <input
          ref={field}
          type="search"
          className={fieldClass}
          defaultValue={q}
          maxLength={mostWords}
          enterKeyHint="search"
        />
      </label>
      <Button type="submit">Search</Button>
    </form>
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
