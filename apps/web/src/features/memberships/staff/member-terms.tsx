import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import type { Term } from '../membership-queries.ts';
import { TermList } from '../term-list.tsx';
import { Pauses } from './pauses.tsx';
import { RenewForm } from './renew-form.tsx';

/** The terms of a member, for staff who may add one. */
export function MemberTerms({
  userId,
  name,
  terms,
  canRenew,
  done,
}: {
  userId: string;
  name: string;
  terms: Pick<Term, 'tierName' | 'startsOn' | 'endsOn' | 'phase'>[];
  canRenew: boolean;
  done: (words: string) => Promise<void>;
}) {
  const [isOpen, setOpen] = useState(false);
  const covering = useQuery(api.coverings.find.queryOptions({ userId }, { staleTime: 0 }));
  const close = () => setOpen(false);
  return (
    <section aria-label="Memberships" className="space-y-3">
      <h2 className="text-h3 font-semibold">Memberships</h2>
      <TermList terms={terms} />
      {covering.data && (
        <p>
          Covered by the membership of a colleague at {covering.data.company}, through{' '}
          {dayWords(covering.data.through)} as things stand.
        </p>
      )}
      {canRenew && <Button onClick={() => setOpen(true)}>Renew the membership…</Button>}
      <Pauses userId={userId} name={name} canPause={canRenew} done={done} />
      <Dialog title={`Renew the membership of ${name}`} isOpen={isOpen} close={close}>
        <RenewForm
          userId={userId}
          done={async (words) => {
            close();
            await done(words);
          }}
        />
      </Dialog>
    </section>
  );
}
