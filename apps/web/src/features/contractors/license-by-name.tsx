import { readTable } from '@namc/inputs/row-table';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { abortOnUnmount, api } from '../../lib/api.ts';
import { plural } from '../../lib/formats.ts';
import { useSettled } from '../../lib/use-settled.ts';
import { Button } from '../../ui/button.tsx';
import { fieldClass } from '../../ui/field-class.ts';

const leastLetters = 2;
const suggestions = 5;

/** Finds a license number by the company's name. `action` is what the button beside each firm says. */
export function LicenseByName({
  action,
  choose,
}: {
  action: string;
  choose: (licenseNumber: string) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const isAsked = q.length >= leastLetters;
  const { data, error, isFetching } = useQuery(
    api.contractors.search.queryOptions(isAsked ? { q, limit: suggestions } : skipToken, abortOnUnmount),
  );
  const rows = isAsked && data ? readTable(data.contractors) : [];
  const count = isAsked && !isFetching && data !== undefined;
  return (
    <div className="space-y-2">
      <label htmlFor={id} className="block font-semibold">
        Company name on the license
      </label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        // Enter must not send the form around it.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        className={fieldClass}
      />
      <p role="status" className="text-dense text-text-2">
        {isAsked && isFetching && 'Searching…'}
        {count && wordsFor(rows.length, data.nextCursor !== null)}
        {isAsked && error && !isFetching && 'The search isn’t available right now.'}
      </p>
      {rows.length > 0 && (
        <ul className="divide-y divide-divider" aria-label="Licenses with this name">
          {rows.map((row) => (
            <li key={row.licenseNumber} className="flex flex-wrap items-center justify-between gap-2 py-2">
              <span className="min-w-0 text-dense">
                <span className="font-semibold">{row.name}</span>
                <br />
                <span className="text-text-2">
                  {[row.city, row.licenseNumber].filter(Boolean).join(' · ')}
                </span>
              </span>
              <Button
                type="button"
                aria-label={`${action}: ${row.name}, license ${row.licenseNumber}`}
                onClick={() => {
                  choose(row.licenseNumber);
                  setTyped('');
                }}
              >
                {action}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function wordsFor(shown: number, hasMore: boolean): string {
  if (shown === 0) return 'No license has this name.';
  return hasMore
    ? `Showing the first ${shown}. Type more of the name to narrow the list.`
    : `${shown} ${plural(shown, 'license', 'licenses')} found.`;
}
