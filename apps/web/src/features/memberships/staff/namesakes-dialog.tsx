import { useMutation } from '@tanstack/react-query';
import type { inferInput, inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';

type Newcomer = inferInput<typeof api.memberships.addMember>;
type Named = Extract<inferOutput<typeof api.memberships.addMember>, { outcome: 'named' }>;

/** Somebody who isn’t added yet, and the companies that have the name of theirs. */
export interface AskedNamesakes {
  who: Newcomer;
  companies: Named['companies'];
}

/** Asks whether a new member joins a company that is here, or brings along another one of the same name. */
export function NamesakesDialog({
  who,
  companies,
  close,
  added,
}: AskedNamesakes & {
  close: () => void;
  added: (who: Newcomer, userId: string) => Promise<void>;
}) {
  const add = useMutation(api.memberships.addMember.mutationOptions());
  const send = (choice: Pick<Newcomer, 'companyId' | 'isAnotherCompany'>) => {
    if (add.isPending) return;
    add.mutate(
      { ...who, ...choice },
      { onSuccess: (answer) => answer.outcome === 'added' && added(who, answer.userId) },
    );
  };
  return (
    <Dialog title={`${who.company} is here already`} isOpen close={close}>
      <p className="text-dense">
        Does {who.firstName} {who.lastName} belong to{' '}
        {companies.length === 1 ? 'this company' : 'one of these companies'}?
      </p>
      <ul className="my-4 space-y-4">
        {companies.map(({ id, name, city, people }) => (
          <li key={id} className="space-y-2">
            <p className="text-dense wrap-anywhere">
              {name}
              {city && ` in ${city}`}, {formatCount(people)} {plural(people, 'person', 'people')}
            </p>
            <Button look="primary" aria-disabled={add.isPending} onClick={() => send({ companyId: id })}>
              Add them to {name}
              {companies.length > 1 && city && <span className="sr-only"> in {city}</span>}
            </Button>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button aria-disabled={add.isPending} onClick={() => send({ isAnotherCompany: true })}>
          Make another company of this name
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
      {add.error && (
        <div className="mt-4">
          <ErrorPanel what="Couldn’t add the member" error={add.error} />
        </div>
      )}
    </Dialog>
  );
}
