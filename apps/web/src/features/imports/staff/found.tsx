import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatCount, plural } from '../../../lib/formats.ts';
import { columnInWords, valueInWords } from './column-words.ts';
import type { Findings } from './import.ts';
import { Tally } from './tally.tsx';

const shownColumns = 10;

/** The findings of a check: the numbers, the kinds of changes, samples, and who loses the most. */
export function Found({ found }: { found: Findings }) {
  const { firstLoad, added, changed, returned, gone, unchanged, rejected, samples } = found;
  return (
    <div className="space-y-6">
      <Tally
        label="What the import would do"
        counts={[
          ['New', added],
          ['Changed', changed],
          ['Gone', gone],
          ['Returned', returned],
          ['Unchanged', unchanged],
          ['Rejected rows', rejected],
        ]}
      />
      {found.notes.map((note) => (
        <p key={note} className="max-w-3xl text-dense break-words">
          {note}
        </p>
      ))}
      {firstLoad && <p className="max-w-2xl">This is the first file. There is nothing to compare it with.</p>}
      <div className="grid gap-6 lg:grid-cols-2">
        {found.columns.length > 0 && (
          <Numbers
            title="What changes"
            heads={['Fact', 'Licenses']}
            rows={found.columns
              .slice(0, shownColumns)
              .map(({ column, licenses }) => [columnInWords(column), formatCount(licenses)])}
          />
        )}
        {Object.keys(found.statusChanges).length > 0 && (
          <Numbers
            title="Changes of status"
            heads={['From → to', 'Licenses']}
            rows={Object.entries(found.statusChanges)
              .sort(([, one], [, other]) => other - one)
              .slice(0, shownColumns)
              .map(([change, licenses]) => [change, formatCount(licenses)])}
          />
        )}
        {found.classes.length > 0 && <Losses title="Trades that lose the most" losses={found.classes} />}
        {found.counties.length > 0 && <Losses title="Counties that lose the most" losses={found.counties} />}
      </div>
      {samples.changed.length > 0 && (
        <Samples title="Some that change">
          {samples.changed.map(({ licenseNumber, businessName, facts }) => (
            <li key={licenseNumber} className="space-y-1 p-3">
              <License licenseNumber={licenseNumber} businessName={businessName} />
              <dl className="text-dense">
                {Object.entries(facts).map(([column, [before, after]]) => (
                  <div key={column} className="flex flex-wrap gap-x-2 break-words">
                    <dt className="text-text-2">{columnInWords(column)}:</dt>
                    <dd className="min-w-0 break-words">
                      <span className="sr-only">before: </span>
                      {valueInWords(column, before)} <span aria-hidden>→</span>
                      <span className="sr-only">, after: </span> {valueInWords(column, after)}
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </Samples>
      )}
      <div className="grid gap-6 lg:grid-cols-3">
        <Named title="Some that are new" list={samples.added} isKnown={false} />
        <Named title="Some that would be gone" list={samples.gone} isKnown />
        <Named title="Some that return" list={samples.returned} isKnown />
      </div>
    </div>
  );
}

function Numbers({
  title,
  heads,
  rows,
}: {
  title: string;
  heads: [string, string];
  rows: [name: string, count: string][];
}) {
  return (
    <table className="w-full self-start text-dense">
      <caption className="pb-1 text-left text-body font-semibold">{title}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-divider border-y border-divider">
        {rows.map(([name, count]) => (
          <tr key={name}>
            <th scope="row" className="py-1.5 pr-3 text-left font-normal break-words">
              {name}
            </th>
            <td className="py-1.5 text-right tabular-nums">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Losses({ title, losses }: { title: string; losses: Findings['classes'] }) {
  return (
    <Numbers
      title={title}
      heads={['Name', 'Fewer licenses']}
      rows={losses.map(({ name, before, lost }) => [
        name,
        `−${formatCount(lost)} of ${formatCount(before)} (${share(lost, before)})`,
      ])}
    />
  );
}

function share(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  return percent < 0.1 ? 'under 0.1%' : `${percent < 10 ? percent.toFixed(1) : Math.round(percent)}%`;
}

function Samples({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-2">
      <h3 className="font-semibold">{title}</h3>
      <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">{children}</ul>
    </section>
  );
}

function Named({
  title,
  list,
  isKnown,
}: {
  title: string;
  list: Findings['samples']['added'];
  /** True for licenses that have a page already. */
  isKnown: boolean;
}) {
  if (list.length === 0) return null;
  return (
    <Samples title={title}>
      {list.map(({ licenseNumber, businessName, city, primaryStatus }) => (
        <li key={licenseNumber} className="p-3">
          {isKnown ? (
            <License licenseNumber={licenseNumber} businessName={businessName} />
          ) : (
            <p className="font-semibold break-words">{businessName}</p>
          )}
          <p className="text-dense break-words text-text-2">
            {[`License ${licenseNumber}`, city, primaryStatus].filter(Boolean).join(' · ')}
          </p>
        </li>
      ))}
    </Samples>
  );
}

function License({ licenseNumber, businessName }: { licenseNumber: string; businessName: string }) {
  return (
    <Link
      to="/contractors/$license"
      params={{ license: licenseNumber }}
      className="font-semibold break-words text-link underline-offset-4 hover:underline"
    >
      {businessName}
    </Link>
  );
}

/** The rows that were not taken: the most common reasons, the first rows, and all of them as a file. */
export function Rejects({
  importId,
  rejected,
  reasons,
  rejects,
}: {
  importId: string;
  rejected: number;
  reasons: Findings['reasons'];
  rejects: { line: number; field: string; reason: string }[];
}) {
  if (rejected === 0) return null;
  return (
    <section aria-labelledby="rejected" className="space-y-2">
      <h2 id="rejected" className="text-h3 font-semibold">
        Rejected rows
      </h2>
      <p className="max-w-2xl text-dense text-text-2">
        The import leaves out {formatCount(rejected)} {plural(rejected, 'row')}.
        {reasons.length > 0 && ` The most common ${plural(reasons.length, 'reason is', 'reasons are')}:`}
      </p>
      {reasons.length > 0 && (
        <ul aria-label="The most common reasons" className="max-w-3xl list-disc space-y-1 pl-5 text-dense">
          {reasons.map((reason) => (
            <li key={reason} className="break-words">
              {reason}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a
          href={`/api/imports/${importId}/rejects.csv`}
          download
          className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-9"
        >
          Download all rejected rows (CSV)
        </a>
      </p>
      {rejects.length > 0 && (
        <details className="max-w-3xl text-dense">
          <summary className="min-h-11 cursor-pointer py-2 lg:min-h-9">
            The first {formatCount(rejects.length)} {plural(rejects.length, 'row')}
          </summary>
          <ul className="space-y-1">
            {rejects.map(({ line, field, reason }) => (
              <li key={line} className="break-words">
                Line {formatCount(line)}: {field} {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
