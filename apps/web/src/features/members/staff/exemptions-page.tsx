import { coverageMandates } from '@namc/inputs/coverage-mandates';
import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { Block } from '../../../ui/block.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';

const link = 'text-link underline underline-offset-4';

/** The members’ firms that are exempt from workers’ compensation, and the rules that end exemptions. */
export function ExemptionsPage() {
  const exempt = useQuery(api.members.listExemptions.queryOptions());
  return (
    <div className="max-w-5xl space-y-6">
      <PageHeading title="Workers’ compensation exemptions" />
      <section aria-label="Rules" className="space-y-2">
        <h2 className="text-h3 font-semibold">Classes that need coverage with or without employees</h2>
        <ul className="divide-y divide-divider rounded-card border border-divider bg-surface text-dense">
          {coverageMandates.map(({ classifications, from, source }) => (
            <li key={source} className="px-4 py-2.5">
              <span className="font-semibold">{classifications?.join(', ') ?? 'Every class'}</span>
              {from ? `, from ${dayWords(from)}. ` : '. '}
              <span className="text-text-2">{source}</span>
            </li>
          ))}
        </ul>
        <p className="text-dense text-text-2">A joint venture without employees may stay exempt.</p>
      </section>
      <Block title="Members’ firms that are exempt" what="Couldn’t load the firms" asked={exempt}>
        {(firms) =>
          firms.length === 0 ? (
            <p className="text-text-2">
              The license board’s file lists no member’s firm as exempt from workers’ compensation.
            </p>
          ) : (
            <>
              <p>
                {formatCount(firms.length)} {plural(firms.length, 'firm')}. For{' '}
                {formatCount(firms.filter(({ isOver }) => isOver).length)} of them the exemption doesn’t count
                now. Owners get an email 90, 30 and 7 days before the day of theirs.
              </p>
              <ul
                aria-label="Firms"
                className="divide-y divide-divider rounded-card border border-divider bg-surface text-dense"
              >
                {firms.map((firm) => (
                  <li
                    key={firm.companyId}
                    className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5"
                  >
                    <Link
                      to="/contractors/$license"
                      params={{ license: firm.licenseNumber }}
                      className={`${link} font-semibold wrap-anywhere`}
                    >
                      {firm.name}
                    </Link>
                    <span className="tabular-nums">License {firm.licenseNumber}</span>
                    <span>{firm.classifications.join(', ')}</span>
                    <Link to="/admin/members/$id" params={{ id: firm.userId }} className={link}>
                      {firm.firstName} {firm.lastName}
                    </Link>
                    {firm.isOver ? (
                      <Pill tone="warn">The exemption doesn’t count for its classes</Pill>
                    ) : (
                      <span className="text-text-2">until {dayWords(firm.endsOn)}</span>
                    )}
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Block>
    </div>
  );
}
