import { skipToken, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../../../lib/api.ts';
import { useSettled } from '../../../lib/use-settled.ts';
import { fieldClass } from '../../../ui/field-class.ts';

const most = 8;

/** A combobox that finds an account by name or email address. */
export function PersonPicker({ label, choose }: { label: string; choose: (userId: string) => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const [at, setAt] = useState(-1);
  const { data, error } = useQuery(
    api.members.search.queryOptions(q.length > 1 ? { q, limit: most } : skipToken),
  );
  const isOpen = typed.trim() !== '' && q.length > 1 && data !== undefined;
  const rows = isOpen ? data.rows : [];
  const take = (userId: string) => {
    setTyped('');
    setAt(-1);
    choose(userId);
  };
  const option = (position: number) => `${id}${position}`;
  return (
    <div className="relative min-w-56 flex-1 text-dense">
      <label htmlFor={id} className="mb-1 block text-text-2">
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={rows[at] ? option(at) : undefined}
        aria-describedby={`${id}found`}
        autoComplete="off"
        spellCheck={false}
        placeholder="Name or email"
        maxLength={200}
        className={fieldClass}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(-1);
        }}
        onBlur={() => setTyped('')}
        onKeyDown={(event) => {
          const { key } = event;
          const chosen = rows[at] ?? (rows.length === 1 ? rows[0] : undefined);
          if (key === 'ArrowDown') setAt(Math.min(at + 1, rows.length - 1));
          else if (key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else if (key === 'Enter' && chosen) take(chosen.id);
          else if (key === 'Escape') setTyped('');
          else return;
          event.preventDefault();
        }}
      />
      <div
        id={`${id}list`}
        role="listbox"
        aria-label={label}
        hidden={rows.length === 0}
        className="absolute z-10 mt-1 w-full min-w-64 overflow-hidden rounded-card border border-divider bg-raised shadow-overlay"
      >
        {rows.map(({ id: userId, firstName, lastName, email }, position) => (
          <div
            key={userId}
            id={option(position)}
            role="option"
            tabIndex={-1}
            aria-selected={position === at}
            // Runs before the blur that clears the field.
            onMouseDown={(event) => {
              event.preventDefault();
              take(userId);
            }}
            className={`cursor-pointer px-3 py-2 break-words hover:bg-info-tint ${position === at ? 'bg-info-tint' : ''}`}
          >
            {firstName} {lastName}
            <span className="block text-text-2">{email}</span>
          </div>
        ))}
      </div>
      <p id={`${id}found`} aria-live="polite" className={isOpen && rows.length === 0 ? 'mt-1' : 'sr-only'}>
        {isOpen && (rows.length === 0 ? 'No account has this name or email.' : `${rows.length} found.`)}
        {error && 'The search isn’t available right now.'}
      </p>
    </div>
  );
}
