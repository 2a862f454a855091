import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { isMissing } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCount, formatInstant, plural } from '../../../lib/formats.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { ImportProgress } from '../../file-imports/import-progress.tsx';
import { isOnItsWay, statusInWords } from '../../file-imports/import-words.ts';
import { ImportActs } from './import-acts.tsx';
import { beginnings, type ProjectImport, projectImportQuery } from './project-import.ts';
import { ProjectRows } from './project-rows.tsx';

// Its fields weigh as much as the rest of the page.
const ReadingForm = lazy(
  patiently(async () => ({ default: (await import('./reading-form.tsx')).ReadingForm })),
);

/** A list of bids: how it is read, what an import would do, the import itself, and what it did. */
export function ProjectImportPage({ importId }: { importId: string }) {
  const { data, error, isPending, refetch } = useQuery(projectImportQuery(importId));
  const isUnknown = isMissing(error);
  return (
    <div className="space-y-6">
      <div className="space-y-1">
        <Link
          to="/admin/projects/import"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          All files
        </Link>
        <PageHeading title={data?.fileName ?? (isUnknown ? 'File not found' : 'List of bids')} />
      </div>
      {isPending && <Loading />}
      {isUnknown && <p>There is no file at this address. It may have been discarded.</p>}
      {error && !isUnknown && <ErrorPanel what="Couldn’t load the file" error={error} retry={refetch} />}
      {data && <Import one={data} />}
    </div>
  );
}

/** The rows that the import still changes. */
const leftOf = ({ status, updatesDrafts, changed, ...one }: ProjectImport) =>
  one.new + (status === 'CHECKED' || updatesDrafts ? changed : 0);

function Import({ one }: { one: ProjectImport }) {
  const { id: importId, status } = one;
  const isOn = isOnItsWay(one);
  const isChecked = status === 'CHECKED';
  return (
    <>
      <Outcome one={one} />
      {one.notes.map((note) => (
        <p key={note} className="max-w-3xl text-dense break-words">
          {note}
        </p>
      ))}
      <Facts
        areShort
        facts={[
          ['Rows', formatCount(one.rowsRead)],
          [isChecked ? 'New projects' : 'Still to add', formatCount(one.new)],
          ['Added', !isChecked && formatCount(one.rowsAdded)],
          [isChecked ? 'Changed drafts' : 'Changed drafts left', formatCount(one.changed)],
          ['Updated', !isChecked && formatCount(one.rowsUpdated)],
          ['Unchanged', formatCount(one.same)],
          ['Left alone', formatCount(one.kept)],
          ['Rejected', formatCount(one.rejected)],
          ['New projects begin as', beginnings[one.beginsAs]],
          ['Checked', `${one.uploaderName ?? 'Somebody'}, ${formatInstant(one.createdAt)}`],
        ]}
      />
      <ImportActs one={one} left={leftOf(one)} isOn={isOn} />
      {isChecked && (
        <details className="max-w-3xl rounded-card border border-divider bg-surface p-4" open={one.new === 0}>
          <summary className="min-h-11 cursor-pointer content-center font-semibold">
            How the file is read
          </summary>
          <Suspense fallback={<Loading />}>
            <ReadingForm one={one} />
          </Suspense>
        </details>
      )}
      {one.rejected + one.kept > 0 && (
        <a href={`/api/project-imports/${importId}/rejects.csv`} className={buttonClass()}>
          <Download aria-hidden className="size-4" />
          Download the rows that were refused
        </a>
      )}
      <ProjectRows key={status} importId={importId} isOn={isOn} />
    </>
  );
}

function Outcome({ one }: { one: ProjectImport }) {
  const { status, rowsAdded, rowsUpdated } = one;
  const done = `${formatCount(rowsAdded)} ${plural(rowsAdded, 'project was', 'projects were')} added, and ${formatCount(rowsUpdated)} ${plural(rowsUpdated, 'draft', 'drafts')} updated`;
  if (status === 'CHECKED') {
    const hasNews = one.new + one.changed > 0;
    return (
      <Notice
        kind={hasNews ? 'ok' : 'info'}
        title={hasNews ? 'The file can be imported' : 'The file has nothing to import'}
      >
        <p>
          {one.rejected === one.rowsRead
            ? 'Every row was rejected. Say below what the columns mean. Nothing has changed yet.'
            : 'Nothing has changed yet.'}
        </p>
      </Notice>
    );
  }
  if (status === 'DONE')
    return (
      <Notice kind="ok" title={statusInWords(one)}>
        <p>
          {done}
          {one.finishedAt && `, ${formatInstant(one.finishedAt)}`}.
        </p>
      </Notice>
    );
  if (isOnItsWay(one)) return <ImportProgress one={one} left={leftOf(one)} />;
  return (
    <Notice kind="warn" title={statusInWords(one)}>
      <p>{done} before that, and stay. The rest can still be imported.</p>
    </Notice>
  );
}
