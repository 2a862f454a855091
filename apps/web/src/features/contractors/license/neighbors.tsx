import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { SkeletonCard } from '../../../ui/skeleton.tsx';
import type { License } from '../contractor.ts';
import { neighborsQuery } from '../contractor-queries.ts';
import { ContractorRow } from '../contractor-row.tsx';

const mostTrades = 20;

/** Nearby contractors in good standing that share a trade with this license. */
export function Neighbors({ license }: { license: License }) {
  const neighbors = useQuery(neighborsQuery(license.licenseNumber));
  const near = license.location
    ? (license.zipCode?.slice(0, 5) ??
      `${license.location.latitude.toFixed(4)},${license.location.longitude.toFixed(4)}`)
    : null;
  return (
    <section aria-labelledby="neighbors">
      <h2 id="neighbors" className="text-h3 font-semibold">
        Same trade nearby
      </h2>
      <p className="mb-3 text-dense text-text-2">
        The nearest contractors in good standing that share a trade with this one.
      </p>
      {neighbors.isError && (
        <ErrorPanel
          what="Couldn’t load nearby contractors"
          error={neighbors.error}
          retry={() => void neighbors.refetch()}
        />
      )}
      {neighbors.isPending && <SkeletonCard className="h-96" />}
      {neighbors.data?.length === 0 && (
        <p className="text-dense">
          {license.location
            ? 'No contractors nearby share a trade with this one.'
            : 'We don’t know where this contractor is, so we can’t list others nearby.'}
        </p>
      )}
      {neighbors.data && neighbors.data.length > 0 && (
        <ul
          aria-label="Nearby contractors"
          data-below
          className="overflow-hidden rounded-card border border-divider bg-surface"
        >
          {neighbors.data.map((neighbor) => (
            <ContractorRow key={neighbor.licenseNumber} contractor={neighbor} />
          ))}
        </ul>
      )}
      {near && license.classifications.length > 0 && (
        <Link
          to="/contractors"
          search={{ near, trades: license.classifications.slice(0, mostTrades), standing: 'good' }}
          className="mt-3 inline-flex min-h-11 items-center gap-1.5 font-semibold text-link underline-offset-4 hover:underline"
        >
          All contractors near here with the same trade
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      )}
    </section>
  );
}
