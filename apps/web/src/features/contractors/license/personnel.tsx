import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatCents } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { SkeletonCard } from '../../../ui/skeleton.tsx';
import type { Person, Policy } from '../contractor.ts';
import { personnelQuery } from '../contractor-queries.ts';

/** The rows of the board's files of people and of policies as they are. For staff alone. */
export default function Personnel({ licenseNumber }: { licenseNumber: string }) {
  const found = useQuery(personnelQuery(licenseNumber));
  if (found.isPending) return <SkeletonCard className="h-40" />;
  if (found.isError) {
    return (
      <ErrorPanel
        what="Couldn’t load the people and policies"
        error={found.error}
        retry={() => void found.refetch()}
      />
    );
  }
  const { people, policies } = found.data;
  return (
    <div className="space-y-4">
      <Rows
        title="People in the board’s file"
        columns={['Name', 'Titles and classes', 'Bond']}
        empty="The personnel file doesn’t list this license."
        rows={people.map((person) => [
          person.digest,
          [<Who key="who" person={person} />, roles(person), bond(person)],
        ])}
      />
      <Rows
        title="Policies in the board’s file"
        columns={['Coverage and insurer', 'Number', 'In force', 'Canceled or suspended']}
        empty="The workers’ comp file doesn’t list this license."
        rows={policies.map((policy) => [policy.digest, policyCells(policy)])}
      />
      <p className="text-dense text-text-2">Only staff see names and numbers.</p>
    </div>
  );
}

/** A table; on a phone each row is a card with the names of the columns in it. */
function Rows({
  title,
  columns,
  rows,
  empty,
}: {
  title: string;
  columns: string[];
  rows: [key: string, cells: ReactNode[]][];
  empty: string;
}) {
  if (rows.length === 0) {
    return (
      <div>
        <h3 className="text-lead font-semibold">{title}</h3>
        <p className="text-dense text-text-2">{empty}</p>
      </div>
    );
  }
  return (
    <div className="overflow-hidden rounded-card border border-divider bg-surface">
      <table className="block w-full text-dense md:table">
        <caption className="block border-b border-divider px-4 py-3 text-left text-lead font-semibold md:table-caption">
          {title}
        </caption>
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b border-divider text-left text-text-2">
            {columns.map((column) => (
              <th key={column} scope="col" className="px-4 py-2 font-semibold">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          {rows.map(([key, cells]) => (
            <tr key={key} className="block border-b border-divider py-3 last:border-b-0 md:table-row md:py-0">
              {cells.map((cell, at) => (
                <td
                  key={columns[at]}
                  className="block px-4 py-1 align-top tabular-nums wrap-anywhere md:table-cell md:py-2.5"
                >
                  <span aria-hidden className="block text-meta text-text-2 md:hidden">
                    {columns[at]}
                  </span>
                  {cell ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Who({ person }: { person: Person }) {
  const kinds = [person.recordType, person.nameType].filter(Boolean).join(', ');
  return (
    <>
      <span className="font-semibold">{person.name}</span>
      {kinds && <span className="block text-text-2">{kinds}</span>}
    </>
  );
}

function roles({ associations, jointVentureLicenseNumber, jointVentureLicenseType }: Person): ReactNode {
  const lines = associations
    .filter(({ title, class: code, joinedOn, leftOn }) => title || code || joinedOn || leftOn)
    .map(({ title, class: code, status, joinedOn, leftOn }) =>
      [
        title ?? 'No title',
        code && `${code}${status ? ` (${status})` : ''}`,
        joinedOn && `from ${dayWords(joinedOn)}`,
        leftOn && `until ${dayWords(leftOn)}`,
      ]
        .filter(Boolean)
        .join(', '),
    );
  if (jointVentureLicenseNumber) {
    lines.push(
      `Joint venture with license ${jointVentureLicenseNumber}${jointVentureLicenseType ? ` (${jointVentureLicenseType})` : ''}`,
    );
  }
  return lines.length === 0
    ? null
    : lines.map((words, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one row of the file never move.
        <span key={at} className="block">
          {words}
        </span>
      ));
}

function bond(person: Person): ReactNode {
  const { bondSurety, bondNumber, bondAmountCents, bondEffectiveDate, bondCancellationDate, suretyType } =
    person;
  const words = [
    bondSurety,
    suretyType && `for: ${suretyType}`,
    bondNumber && `number ${bondNumber}`,
    bondAmountCents !== null && formatCents(bondAmountCents),
    bondEffectiveDate && `from ${dayWords(bondEffectiveDate)}`,
    bondCancellationDate && `canceled from ${dayWords(bondCancellationDate)}`,
  ]
    .filter(Boolean)
    .join(', ');
  return words || null;
}

function policyCells(policy: Policy): ReactNode[] {
  const { coverageType, insurer, policyNumber, effectiveDate, expirationDate } = policy;
  const { cancellationDate, suspensionDate } = policy;
  const both = (...words: (string | null | false)[]) => words.filter(Boolean).join(', ') || null;
  return [
    both(coverageType, insurer),
    policyNumber,
    both(
      effectiveDate && `from ${dayWords(effectiveDate)}`,
      expirationDate && `through ${dayWords(expirationDate)}`,
    ),
    both(
      cancellationDate && `canceled from ${dayWords(cancellationDate)}`,
      suspensionDate && `suspended from ${dayWords(suspensionDate)}`,
    ),
  ];
}
