import { dayWords } from '@namc/inputs/day-words';
import type { OwnDocument } from './invoice-queries.ts';
import { documentWords } from './invoice-words.ts';

/** Invoices, receipts and credit notes with their downloads. Staff download them at an address of their own. */
export function DocumentList({
  documents,
  isForStaff = false,
}: {
  documents: OwnDocument[];
  isForStaff?: boolean;
}) {
  if (documents.length === 0) return <p className="text-text-2">None yet.</p>;
  return (
    <ul
      aria-label="Documents"
      className="max-w-2xl divide-y divide-divider rounded-card border border-divider bg-surface"
    >
      {documents.map(({ id, kind, number, issuedOn, isVoid }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 px-3 py-1">
          <span className="text-dense text-text-2">
            {dayWords(issuedOn)}
            {isVoid && <strong className="text-bad"> · Void: the payment didn’t go through</strong>}
          </span>
          <a
            href={`/api/invoice-documents/${isForStaff ? 'for-staff/' : ''}${id}`}
            download
            className="inline-flex min-h-11 items-center gap-2 text-link underline underline-offset-4"
          >
            {documentWords[kind]} {number}
            <span className="sr-only"> as PDF</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
