import { importFileBytes, mostImportRows } from '@namc/inputs/file-imports';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCount, formatInstant, plural } from '../../../lib/formats.ts';
import { stringifySearchParams } from '../../../lib/search-params.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { statusInWords } from './member-import.ts';

/** The association’s existing members from a file: choose it, and see the imports that came before. */
export function MemberImportsPage() {
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(
    api.memberImports.list.queryOptions(undefined, { staleTime: 0 }),
  );
  const sending = useMutation({
    mutationFn: send,
    onSuccess: async (importId) => {
      await queryClient.invalidateQueries(api.memberImports.pathFilter());
      await navigate({ to: '/admin/members/import/$id', params: { id: importId } });
    },
  });
  return (
    <div className="space-y-8">
      <div className="space-y-1">
        <Link
          to="/admin/members"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          All members
        </Link>
        <PageHeading title="Import members" />
      </div>
      <section aria-label="Choose a file" className="max-w-3xl space-y-3">
        <p className="text-text-2">
          The portal checks the file first and tells row by row what would happen. Nothing changes, and nobody
          gets an email, until you import it. A member who is here already stays as they are.
        </p>
        <a href="/api/member-imports/template.csv" className={buttonClass()}>
          <Download aria-hidden className="size-4" />
          Download the template
        </a>
        <div className="space-y-2 rounded-card border border-divider bg-surface p-4">
          <label className="block">
            <span className="mb-1 block font-semibold">File of members</span>
            <input
              type="file"
              accept=".csv,text/csv"
              aria-describedby="member-file-hint"
              aria-busy={sending.isPending}
              onClick={(event) => {
                event.currentTarget.value = '';
              }}
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file && !sending.isPending) sending.mutate(file);
              }}
              className="block w-full max-w-full text-dense file:mr-3 file:min-h-11 file:rounded-control file:border file:border-control file:bg-surface file:px-4 file:font-semibold"
            />
          </label>
          <p id="member-file-hint" className="text-dense text-text-2">
            CSV, up to {formatCount(mostImportRows)} rows. The first line names the columns, in any order:
            Email, First name, Last name, Tier and Last day are needed. Company, Phone, License number, First
            day, Basis and Note can be left out.
          </p>
          <p role="status" className="text-dense">
            {sending.isPending && 'Checking the file…'}
          </p>
        </div>
        {sending.error && (
          <ErrorPanel
            what="Couldn’t check the file"
            error={sending.error}
            because={sending.error instanceof FileFault ? sending.error.message : undefined}
          />
        )}
      </section>
      <section aria-labelledby="before" className="max-w-3xl space-y-3">
        <h2 id="before" className="text-h3 font-semibold">
          Files so far
        </h2>
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load the imports" error={error} retry={refetch} />}
        {data?.length === 0 && <p className="text-text-2">No file yet.</p>}
        {data && data.length > 0 && (
          <ul
            aria-label="Files so far"
            className="divide-y divide-divider rounded-card border border-divider bg-surface"
          >
            {data.map((one) => (
              <li key={one.id} className="space-y-1 p-4">
                <Link
                  to="/admin/members/import/$id"
                  params={{ id: one.id }}
                  className="font-semibold break-words text-link underline underline-offset-4"
                >
                  {one.fileName}
                </Link>
                <p className="text-dense text-text-2">
                  {statusInWords(one)}. {formatCount(one.rowsRead)} {plural(one.rowsRead, 'row')},{' '}
                  {formatCount(one.rowsAdded)} added, {formatCount(one.rejected)} rejected.{' '}
                  {one.uploaderName ?? 'Somebody'}, {formatInstant(one.createdAt)}
                </p>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

/** A file that the portal answered about, in words for the person who chose it. */
class FileFault extends Error {}

/** Sends the file to be checked, and returns the id of its import. */
async function send(file: File): Promise<string> {
  if (file.size > importFileBytes)
    throw new FileFault(`The file has more than ${importFileBytes / 1_000_000} MB. Import it in parts.`);
  const answer = await fetch(`/api/member-imports${stringifySearchParams({ fileName: file.name })}`, {
    method: 'PUT',
    body: await file.arrayBuffer(),
  });
  const said = (await answer.json().catch(() => ({}))) as { importId?: string; error?: string };
  if (answer.ok && said.importId) return said.importId;
  if (answer.status === 401) throw new FileFault('You were signed out. Sign in, and choose the file again.');
  throw new FileFault(said.error?.replace(/^file: /, '') ?? 'Something went wrong on our side. Try again.');
}
