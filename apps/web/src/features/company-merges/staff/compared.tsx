import { toMiles } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { ReactNode } from 'react';
import type { api } from '../../../lib/api.ts';
import { formatCents, formatCount } from '../../../lib/formats.ts';
import {
  addressShownWords,
  audienceWords,
  directoryWords,
  roleWords,
} from '../../companies/company-words.ts';

export type MergePair = inferOutput<typeof api.companyMerges.get>;
type Facts = MergePair['company'];

const factsOf: [name: string, value: (facts: Facts) => ReactNode][] = [
  ['Name', ({ name }) => name],
  ['License', ({ licenseNumber }) => licenseNumber],
  ['Story', ({ story }) => story],
  ['Phone', ({ phone }) => phone && formatPhone(phone)],
  ['Email', ({ email }) => email],
  ['Website', ({ website }) => website],
  [
    'Address',
    ({ street, city, zipCode }) =>
      [street, [city, zipCode].filter(Boolean).join(' ')].filter(Boolean).join(', '),
  ],
  ['Counties', ({ serviceCounties }) => serviceCounties.join(', ')],
  [
    'Around its place',
    ({ serviceRadiusMeters: radius }) => radius && `${formatCount(Math.round(toMiles(radius)))} miles`,
  ],
  ['Crew', ({ crewSize }) => crewSize && formatCount(crewSize)],
  ['Bond for one job', ({ bondingSingleCents: cents }) => cents && formatCents(cents)],
  ['Bonds for all jobs', ({ bondingAggregateCents: cents }) => cents && formatCents(cents)],
  ['Languages', ({ languages }) => languages.join(', ')],
  ['In the directory', ({ directoryAudience }) => directoryWords[directoryAudience]],
  ['Address is shown', ({ addressShown }) => addressShownWords[addressShown]],
  ['Phone is for', ({ phoneAudience }) => audienceWords[phoneAudience]],
  ['Email is for', ({ emailAudience }) => audienceWords[emailAudience]],
  ['Website is for', ({ websiteAudience }) => audienceWords[websiteAudience]],
  ['Street is for', ({ streetAudience }) => audienceWords[streetAudience]],
];

const columns = ['Stays', 'Goes', 'Afterwards'];

/** Both companies side by side, and the company that they become. */
export function Compared({ pair }: { pair: MergePair }) {
  const { company, duplicate, merged } = pair;
  const rows: [name: string, cells: [ReactNode, ReactNode, ReactNode]][] = [
    ...factsOf.map(([name, value]): (typeof rows)[number] => [
      name,
      [value(company), value(duplicate), value(merged)],
    ]),
    ['People', peopleOf(pair)],
    ['Certifications', certificationsOf(pair)],
    ['Logo and pictures', picturesOf(pair)],
    ['Open invitations', invitationsOf(pair)],
  ];
  return (
    <section aria-label="The two companies side by side">
      {/* Where the columns have no room, each fact is a block. */}
      <table className="w-full table-fixed text-dense max-md:block">
        <thead className="max-md:sr-only">
          <tr className="border-b border-divider text-left align-bottom">
            {['Fact', ...columns].map((column) => (
              <th key={column} scope="col" className="py-2 pr-3 first:w-36">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-divider max-md:block">
          {rows
            .filter(([, cells]) => cells.some((cell) => cell))
            .map(([name, cells]) => (
              <tr key={name} className="align-top max-md:block max-md:py-3">
                <th
                  scope="row"
                  className="py-2 pr-3 text-left font-normal text-text-2 max-md:block max-md:py-0 max-md:font-semibold max-md:text-text"
                >
                  {name}
                </th>
                {cells.map((cell, at) => (
                  <td
                    key={columns[at]}
                    data-column={columns[at]}
                    className="py-2 pr-3 wrap-anywhere whitespace-pre-wrap last:font-semibold max-md:grid max-md:grid-cols-[6rem_minmax(0,1fr)] max-md:gap-x-3 max-md:py-1 max-md:pr-0 max-md:before:text-text-2 max-md:before:content-[attr(data-column)]"
                  >
                    {cell || 'None'}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

type Cells = [ReactNode, ReactNode, ReactNode];

function peopleOf({ people }: MergePair): Cells {
  const as = (key: 'role' | 'duplicateRole' | 'mergedRole') =>
    people
      .flatMap(({ firstName, lastName, [key]: role }) =>
        role ? [`${firstName} ${lastName}: ${roleWords[role]}`] : [],
      )
      .join('\n');
  return [as('role'), as('duplicateRole'), as('mergedRole')];
}

/** Two of one kind and number are one certificate. */
function certificationsOf({ certifications, company, duplicate }: MergePair): Cells {
  const words = ({ kindName, number }: (typeof certifications)[number]) =>
    [kindName, number].filter(Boolean).join(' ');
  const at = (id: string) => certifications.filter(({ companyId }) => companyId === id).map(words);
  const all = [...new Set(certifications.map(words))];
  return [at(company.id).join('\n'), at(duplicate.id).join('\n'), all.join('\n')];
}

/** A second logo becomes a picture. */
function picturesOf({ pictures, company, duplicate }: MergePair): Cells {
  const words = (list: typeof pictures) => {
    const logos = list.filter(({ kind }) => kind === 'COMPANY_LOGO').length;
    const others = list.length - Math.min(logos, 1);
    return [logos > 0 && 'A logo', others > 0 && `${formatCount(others)} pictures`]
      .filter(Boolean)
      .join('\n');
  };
  const at = (id: string) => words(pictures.filter(({ ownerId }) => ownerId === id));
  return [at(company.id), at(duplicate.id), words(pictures)];
}

/** An address is invited once, and nobody who is in the company is. */
function invitationsOf({ invitations, company, duplicate }: MergePair): Cells {
  const at = (id: string) =>
    invitations.filter(({ companyId }) => companyId === id).map(({ email }) => email);
  const all = [...new Set(invitations.map(({ email }) => email))];
  return [at(company.id).join('\n'), at(duplicate.id).join('\n'), all.join('\n')];
}
