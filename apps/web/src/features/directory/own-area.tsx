import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../accounts/me.ts';
import { ownFirmsQuery } from './directory-queries.ts';

/** The filter for the area that the reader’s own firm serves. Who has no such area reads why. */
export function OwnArea({
  isChosen,
  explains = 'Firms whose place is where your firm works.',
}: {
  isChosen: boolean;
  explains?: string;
}) {
  const isMember = useMay('READ_DIRECTORY');
  const { data: firms } = useQuery({ ...ownFirmsQuery(), enabled: isMember });
  const hasArea = firms?.some(
    ({ serviceCounties, serviceRadiusMeters }) => serviceCounties.length > 0 || serviceRadiusMeters !== null,
  );
  return (
    <div className="sm:col-span-2 lg:col-span-3">
      <label className="inline-flex min-h-11 items-center gap-2 text-dense font-semibold">
        <input
          type="checkbox"
          name="isInOwnArea"
          value="true"
          defaultChecked={isChosen}
          disabled={!hasArea && !isChosen}
          aria-describedby="own-area"
          className="size-5"
        />
        In my service area
      </label>
      <p id="own-area" className="text-dense text-text-2">
        {hasArea ? (
          explains
        ) : !isMember ? (
          'For active members: what is where your own firm works.'
        ) : (
          <>
            Your firm names no service area yet.{' '}
            <Link to="/company" className="text-link underline underline-offset-4">
              Say where it works
            </Link>
          </>
        )}
      </p>
    </div>
  );
}
