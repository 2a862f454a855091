import { formatSize } from '../../../lib/formats.ts';
import { Prose } from '../../../ui/prose.tsx';
import { usePosting } from '../posting/posting-procedures.ts';
import { instantIn } from '../project-words.ts';
import type { Addendum } from './addenda-queries.ts';

/** The words of an addendum, the deadline that it brought, and its files. */
export function AddendumText({ addendum, zone }: { addendum: Addendum; zone: string }) {
  const { files } = usePosting();
  return (
    <>
      {addendum.deadlineAt && (
        <p className="font-semibold">Bids are now due {instantIn(addendum.deadlineAt, zone)}.</p>
      )}
      <Prose text={addendum.content} />
      {addendum.files.length > 0 && (
        <ul aria-label={`Files of addendum ${addendum.number}`}>
          {addendum.files.map(({ id, name, bytes }) => (
            <li key={id}>
              <a
                href={`${files}/${id}`}
                download
                className="inline-flex min-h-11 items-center text-link underline underline-offset-4 wrap-anywhere lg:min-h-8"
              >
                {name}
              </a>{' '}
              <span className="text-dense text-text-2">{formatSize(bytes)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
