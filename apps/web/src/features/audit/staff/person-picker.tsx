import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { useSettled } from '../../../lib/use-settled.ts';
import { Combobox } from '../../../ui/combobox.tsx';

const most = 8;

/** Finds an account by name or email address. */
export function PersonPicker({ label, choose }: { label: string; choose: (userId: string) => void }) {
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const isAsked = typed.trim() !== '' && q.length > 1;
  const { data, error } = useQuery(
    api.members.search.queryOptions(q.length > 1 ? { q, limit: most } : skipToken),
  );
  const people = (isAsked ? (data?.rows ?? []) : []).map(({ id, firstName, lastName, email }) => ({
    key: id,
    label: `${firstName} ${lastName}`,
    note: email,
  }));
  const nobody = isAsked && data?.rows.length === 0 ? 'No account has this name or email.' : undefined;
  return (
    <Combobox
      label={label}
      nouns={['account', 'accounts']}
      className="min-w-[min(14rem,100%)] flex-1"
      labelClass="text-text-2"
      placeholder="Name or email"
      maxLength={200}
      value={typed}
      change={setTyped}
      options={people}
      choose={({ key }) => {
        setTyped('');
        choose(key);
      }}
      mustChoose
      message={isAsked && error ? 'The search isn’t available right now.' : nobody}
    />
  );
}
