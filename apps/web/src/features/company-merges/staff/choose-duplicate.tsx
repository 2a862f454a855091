import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { api } from '../../../lib/api.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { useSettled } from '../../../lib/use-settled.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { fieldClass } from '../../../ui/field-class.ts';

/** Finds the company that is the same firm. */
export function ChooseDuplicate({ companyId, name }: { companyId: string; name: string }) {
  const field = useId();
  // A twin most often begins with the same word.
  const [typed, setTyped] = useState(() => name.split(' ')[0] ?? '');
  const q = useSettled(typed.trim());
  const { data, error, refetch } = useQuery(
    api.companyMerges.search.queryOptions({ companyId, q }, { enabled: q !== '', staleTime: 0 }),
  );
  return (
    <section aria-label="The company that goes" className="max-w-2xl space-y-3">
      <label htmlFor={field} className="block font-semibold">
        Name or license number of the company that goes
      </label>
      <input
        id={field}
        type="search"
        value={typed}
        maxLength={200}
        autoComplete="off"
        className={fieldClass}
        onChange={({ target }) => setTyped(target.value)}
      />
      {error && <ErrorPanel what="Couldn’t search" error={error} retry={refetch} />}
      <p role="status" className="text-dense text-text-2">
        {q !== '' && data && (data.length === 0 ? 'No other company matches.' : found(data.length))}
      </p>
      {q !== '' && data && data.length > 0 && (
        <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
          {data.map((company) => (
            <li key={company.id} className="p-3">
              <Link
                to="/admin/companies/$id/merge"
                params={{ id: companyId }}
                search={{ duplicate: company.id }}
                className="inline-flex min-h-11 items-center font-semibold break-words text-link underline underline-offset-4 lg:min-h-8"
              >
                {company.name}
              </Link>
              <p className="text-dense break-words text-text-2">
                {[
                  company.city,
                  company.licenseNumber && `License ${company.licenseNumber}`,
                  `${formatCount(company.people)} ${plural(company.people, 'person', 'people')}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const most = 20;
const found = (count: number) =>
  count === most
    ? `The first ${most}. Type more of the name to find others.`
    : `${formatCount(count)} ${plural(count, 'company', 'companies')}.`;
