import { useQuery } from '@tanstack/react-query';
import { formatInstant, formatSize } from '../../lib/formats.ts';
import { Block } from '../../ui/block.tsx';
import { projectFilesQuery } from './project-queries.ts';

/** The plans and specifications of a project. Earlier versions stay below the newest ones. */
export function ProjectFiles({ projectId }: { projectId: string }) {
  const files = useQuery(projectFilesQuery(projectId));
  return (
    <Block title="Plans and files" what="Couldn’t load the files" asked={files}>
      {(all) => {
        const [current, earlier] = [
          all.filter((file) => !file.isReplaced),
          all.filter((file) => file.isReplaced),
        ];
        if (all.length === 0) return <p className="text-text-2">This project has no files.</p>;
        return (
          <>
            <FileList label="Files" files={current} />
            {earlier.length > 0 && (
              <details>
                <summary className="min-h-11 cursor-pointer py-2 text-dense">
                  Earlier versions ({earlier.length})
                </summary>
                <FileList label="Earlier versions" files={earlier} />
              </details>
            )}
          </>
        );
      }}
    </Block>
  );
}

function FileList({
  label,
  files,
}: {
  label: string;
  files: readonly {
    id: string;
    name: string;
    bytes: number;
    createdAt: string | Date;
    replacesId: string | null;
  }[];
}) {
  return (
    <ul aria-label={label} className="divide-y divide-divider rounded-card border border-divider bg-surface">
      {files.map(({ id, name, bytes, createdAt, replacesId }) => (
        <li key={id} className="px-4 py-2">
          <a
            href={`/api/files/${id}`}
            download
            className="inline-flex min-h-11 items-center text-link underline underline-offset-4 wrap-anywhere lg:min-h-8"
          >
            {name}
          </a>
          <p className="text-dense text-text-2">
            {formatSize(bytes)} · {formatInstant(createdAt)}
            {replacesId && ' · newer version'}
          </p>
        </li>
      ))}
    </ul>
  );
}
