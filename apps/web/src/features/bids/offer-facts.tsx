import type { ListedSubcontractor } from '@namc/inputs/bids';
import { formatCents } from '../../lib/formats.ts';
import { Facts } from '../../ui/facts.tsx';
import { portionWords } from './bid-words.ts';

/** The price, the cover note and the subcontractors of a bid. */
export function OfferFacts({
  amountCents,
  message,
  subcontractors,
}: {
  amountCents: number | null;
  message: string;
  subcontractors: readonly ListedSubcontractor[];
}) {
  return (
    <div className="space-y-4">
      <Facts
        facts={[
          ['Price', amountCents === null ? 'No price' : formatCents(amountCents)],
          ['Cover note', message || 'No cover note'],
        ]}
      />
      <h3 className="font-semibold">Subcontractors</h3>
      {subcontractors.length === 0 ? (
        <p className="text-text-2">None listed.</p>
      ) : (
        <ol aria-label="Subcontractors" className="space-y-2">
          {subcontractors.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list stays as it was submitted.
            <li key={at} className="break-inside-avoid wrap-anywhere">
              <p>
                {one.name || 'No name'}, {one.place || 'no place of business'}
              </p>
              <p className="text-dense text-text-2">
                {one.licenseNumber ? `License ${one.licenseNumber}` : 'No license number'}
                {one.dirNumber && ` · DIR ${one.dirNumber}`} · {portionWords(one)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
