import { useQuery } from '@tanstack/react-query';
import { formatCount, formatInstant, plural } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Change, SettingsSection } from '../../accounts/settings-section.tsx';
import { usePosting } from '../posting/posting-procedures.ts';
import type { Project } from '../project-queries.ts';
import { AddendumText } from './addendum-text.tsx';
import { SendAddendum } from './send-addendum.tsx';

/** The addenda for their poster: how many firms have read each, and the way to send another one. */
export function PostingAddenda({ project, isOpen }: { project: Project; isOpen: boolean }) {
  const { addenda } = usePosting();
  const { data, error, refetch } = useQuery(addenda.list.queryOptions({ projectId: project.id }));
  if (!isOpen && data?.length === 0) return null;
  return (
    <SettingsSection
      title="Addenda"
      change={
        isOpen && (
          <Change
            label="Send"
            what="an addendum"
            isSpelledOut
            form={(leave) => <SendAddendum project={project} leave={leave} />}
          />
        )
      }
    >
      {error && <ErrorPanel what="Couldn’t load the addenda" error={error} retry={refetch} />}
      {!data && !error && <Loading />}
      {data?.length === 0 && (
        <p className="text-text-2">
          No addenda yet. With an addendum you correct or add to the project while it is open. All who follow
          it or have bid on it are told.
        </p>
      )}
      {data && data.length > 0 && (
        <ul
          aria-label="Addenda"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {data.map((addendum) => {
            const firms = addendum.firms ?? 0;
            return (
              <li key={addendum.id} className="space-y-3 p-4">
                <div>
                  <h3 className="font-semibold wrap-anywhere">
                    Addendum {addendum.number}: {addendum.title}
                  </h3>
                  <p className="text-dense text-text-2">
                    {formatInstant(addendum.createdAt)} · {formatCount(firms)} {plural(firms, 'firm')}{' '}
                    acknowledged it
                  </p>
                  {addendum.names && addendum.names.length > 0 && (
                    <p className="text-dense wrap-anywhere">
                      Bidders among them: {addendum.names.join(', ')}
                    </p>
                  )}
                </div>
                <AddendumText addendum={addendum} zone={project.deadlineTimeZone} />
              </li>
            );
          })}
        </ul>
      )}
    </SettingsSection>
  );
}
