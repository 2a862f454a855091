import { dayWords } from '@namc/inputs/day-words';
import { californiaDayOf } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import type { Account } from './account.ts';
import type { Act } from './act-dialog.tsx';

/** An account's roles, with buttons to assign and remove them. */
export function Roles({
  grants,
  canTake,
  canGive,
  isMyself,
  begin,
}: Pick<Account, 'grants'> & {
  canTake: boolean;
  canGive: boolean;
  isMyself: boolean;
  begin: (act: Act) => void;
}) {
  return (
    <section aria-label="Roles" className="space-y-3">
      <h2 className="text-h3 font-semibold">Roles</h2>
      {grants.length === 0 && <p className="text-text-2">None.</p>}
      <ul className="max-w-2xl space-y-2">
        {grants.map(({ code, name, reason, expiresAt }) => (
          <li
            key={code}
            className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-divider bg-surface p-3"
          >
            <div>
              <p className="font-semibold">{name}</p>
              <p className="text-dense text-text-2">
                {expiresAt ? `Through ${lastDayOf(expiresAt)}` : 'No end date'}
                {reason && `. ${reason}`}
              </p>
            </div>
            {canTake && (
              <Button
                onClick={() => begin({ kind: 'take', roleCode: code, name })}
                aria-label={`Remove ${name}`}
              >
                Remove…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canGive && <Button onClick={() => begin({ kind: 'grant' })}>Assign a role…</Button>}
      {isMyself && <p className="text-dense text-text-2">You can’t change your own roles.</p>}
    </section>
  );
}

/** A role ends with its last day, so at midnight. */
const lastDayOf = (end: string | Date): string => dayWords(californiaDayOf(new Date(end).getTime() - 1));
