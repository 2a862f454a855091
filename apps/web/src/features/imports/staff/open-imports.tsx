import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { LoadDialog } from './confirm-dialog.tsx';
import { importQuery, isLive, type OpenImport, refreshImports, statusInWords } from './import.ts';
import { Progress } from './progress.tsx';

/** The imports on their way, and the checked files that wait for a decision, which can be taken here. */
export function OpenImports({ open }: { open: OpenImport[] }) {
  const [asked, setAsked] = useState<string>();
  // A colleague may have decided meanwhile. Their row leaves the list, and the words about it stay.
  const [problem, setProblem] = useState<{ what: string; error: unknown }>();
  if (open.length === 0 && !problem && !asked) return null;
  return (
    <section aria-labelledby="open" className="max-w-3xl space-y-3">
      <h2 id="open" className="text-h3 font-semibold">
        In progress
      </h2>
      {problem && <ErrorPanel {...problem} />}
      {open.length > 0 && (
        <ul
          aria-label="In progress"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {open.map((one) => (
            <li key={one.id} className="space-y-2 p-4">
              <div className="flex flex-wrap items-start justify-between gap-3">
                <div className="min-w-0">
                  <Link
                    to="/admin/contractors/import/$id"
                    params={{ id: one.id }}
                    className="font-semibold break-words text-link underline-offset-4 hover:underline"
                  >
                    {one.task === 'UNDO' ? `Undo of ${one.fileName}` : one.fileName}
                  </Link>
                  <p className="text-dense text-text-2">
                    {!isLive(one) && `${statusInWords(one)}. `}
                    {one.uploaderName && `By ${one.uploaderName}`}
                  </p>
                </div>
                {one.status === 'CHECKED' && (
                  <Decision
                    one={one}
                    ask={() => setAsked(one.id)}
                    fail={(what, error) => setProblem({ what, error })}
                    begin={() => setProblem(undefined)}
                  />
                )}
              </div>
              {isLive(one) && <Progress one={one} />}
            </li>
          ))}
        </ul>
      )}
      {asked && <Load importId={asked} close={() => setAsked(undefined)} />}
    </section>
  );
}

function Decision({
  one: { id: importId, fileName, isOutdated, isWarned },
  ask,
  fail,
  begin,
}: {
  one: OpenImport;
  ask: () => void;
  fail: (what: string, error: unknown) => void;
  begin: () => void;
}) {
  const options = (what: string) => ({
    onMutate: begin,
    onError: (error: unknown) => fail(what, error),
    onSettled: refreshImports,
  });
  const check = useSingleMutation(api.imports.check.mutationOptions(options(`Couldn’t check ${fileName}`)));
  const discard = useSingleMutation(
    api.imports.cancel.mutationOptions(options(`Couldn’t discard ${fileName}`)),
  );
  const named = <span className="sr-only"> {fileName}</span>;
  return (
    <div className="flex flex-wrap gap-2">
      {isOutdated ? (
        <Button aria-disabled={check.isPending} onClick={() => check.mutate({ importId })}>
          Check again{named}
        </Button>
      ) : (
        <Button onClick={ask}>
          {isWarned ? 'Import anyway…' : 'Import…'}
          {named}
        </Button>
      )}
      <Button aria-disabled={discard.isPending} onClick={() => discard.mutate({ importId })}>
        Discard{named}
      </Button>
    </div>
  );
}

/** Asks for the typed word, with what the check found. */
function Load({ importId, close }: { importId: string; close: () => void }) {
  const { data, error, refetch } = useQuery(importQuery(importId));
  if (error && !data)
    return <ErrorPanel what="Couldn’t load what the check found" error={error} retry={refetch} />;
  if (!data?.findings) return null;
  return (
    <LoadDialog
      importId={importId}
      fileName={data.fileName}
      found={data.findings}
      isOpen
      close={close}
      done={async () => {
        close();
        await refreshImports();
      }}
    />
  );
}
