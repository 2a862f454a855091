import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Info, TriangleAlert } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { SkeletonCard } from '../../../ui/skeleton.tsx';
import { useSignedIn } from '../../accounts/me.ts';
import type { LicensePeople } from '../contractor.ts';
import { licensePeopleQuery } from '../contractor-queries.ts';

/** Loaded for staff alone. */
const Personnel = lazy(patiently(() => import('./personnel.tsx')));

/** The people who qualify the license, the bond of each, and its joint ventures. Nothing, if no personnel file was ever loaded. */
export function People({ licenseNumber }: { licenseNumber: string }) {
  const found = useQuery(licensePeopleQuery(licenseNumber));
  const me = useSignedIn();
  const maySeeNames = me?.permissions.includes('members.read') ?? false;
  const isStaff = (me?.permissions.length ?? 0) > 0;
  if (found.isPending) return <SkeletonCard className="h-28" />;
  if (found.isError) {
    return (
      <ErrorPanel
        what="Couldn’t load who qualifies this license"
        error={found.error}
        retry={() => void found.refetch()}
      />
    );
  }
  const { people, coverage } = found.data;
  if (!people && !isStaff) return null;
  return (
    <section aria-labelledby="people" className="break-inside-avoid space-y-3">
      <h2 id="people" className="text-h3 font-semibold print:text-lead">
        People and qualifiers
      </h2>
      {people ? <Qualifiers people={people} /> : <NoFile what="people" name="PersonnelData" />}
      {!coverage && isStaff && <NoFile what="policies" name="WorkerCompData" />}
      {maySeeNames && (people || coverage) && (
        <div className="print:hidden">
          {me?.hasGivenSecondFactor ? (
            <Suspense fallback={<SkeletonCard className="h-40" />}>
              <Personnel licenseNumber={licenseNumber} />
            </Suspense>
          ) : (
            <p className="text-dense text-text-2">
              Staff see names, bonds and policies here after a code from their authenticator app.{' '}
              <Link to="/admin" className="inline-block min-h-6 text-link underline underline-offset-4">
                Enter a code on the staff pages
              </Link>
            </p>
          )}
        </div>
      )}
    </section>
  );
}

type Found = NonNullable<LicensePeople['people']>;

function Qualifiers({ people }: { people: Found }) {
  const { words, qualifiers, jointVenture, asOf, age, ageWords } = people;
  return (
    <div className="space-y-3 rounded-card border border-divider bg-surface p-4 text-dense">
      <p className="max-w-[70ch] text-body">{words}</p>
      {qualifiers.length > 0 && (
        <ul className="space-y-3">
          {qualifiers.map((qualifier, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and people have no names here.
            <li key={at} className="space-y-1">
              {qualifiers.length > 1 && <p className="font-semibold">{headOf(qualifier)}</p>}
              <Bond qualifier={qualifier} isAlone={qualifiers.length === 1} />
            </li>
          ))}
        </ul>
      )}
      {jointVenture && <JointVenture venture={jointVenture} />}
      <p className="text-text-2">
        {ageWords ? (
          <span className={`flex items-start gap-1.5 ${age === 'very-old' ? 'font-semibold' : ''}`}>
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
            {ageWords}
          </span>
        ) : (
          asOf && `From the license board’s personnel file of ${dayWords(asOf)}.`
        )}
      </p>
    </div>
  );
}

type Qualifier = Found['qualifiers'][number];

const headOf = ({ title, forClasses }: Qualifier) =>
  `${title.charAt(0).toUpperCase()}${title.slice(1)} ${forClasses}`;

/** The bond, and what the portal infers from it. The sentence about the only qualifier has told of the bond itself. */
function Bond({ qualifier: { since, until, bond }, isAlone }: { qualifier: Qualifier; isAlone: boolean }) {
  const isSaid = isAlone && (bond.state === 'none' || bond.state === 'ending');
  const Icon = bond.need === 'needed' ? TriangleAlert : Info;
  return (
    <>
      <p>
        {since && `Associated with the license since ${dayWords(since)}. `}
        {until && `Leaves the license on ${dayWords(until)}. `}
        {!isSaid && bond.words}
      </p>
      {bond.inference && (
        <p className="flex items-start gap-1.5">
          <Icon
            aria-hidden
            className={`mt-0.5 size-4 shrink-0 ${bond.need === 'needed' ? 'text-warn' : 'text-text-2'}`}
          />
          <span>
            {bond.inference}{' '}
            <span className="text-text-2">This is our reading of the file, not the board’s word.</span>
          </span>
        </p>
      )}
    </>
  );
}

function JointVenture({ venture: { isVenture, licenses } }: { venture: NonNullable<Found['jointVenture']> }) {
  const noun = licenses.length === 1 ? 'license' : 'licenses';
  return (
    <p>
      {isVenture ? `Joint venture of ${noun} ` : `In a joint venture with ${noun} `}
      {licenses.map(({ licenseNumber, name }, at) => (
        <span key={licenseNumber}>
          {at > 0 && (at === licenses.length - 1 ? ' and ' : ', ')}
          {name ? (
            <>
              <Link
                to="/contractors/$license"
                params={{ license: licenseNumber }}
                className="inline-block min-h-6 text-link underline underline-offset-4 print:no-underline"
              >
                {licenseNumber}
              </Link>{' '}
              ({name})
            </>
          ) : (
            `${licenseNumber} (not in the license file)`
          )}
        </span>
      ))}
      .
    </p>
  );
}

/** Tells staff where to load a file that nobody has loaded yet. */
function NoFile({ what, name }: { what: string; name: string }) {
  const mayImport = useSignedIn()?.permissions.includes('contractors.import') ?? false;
  return (
    <p className="text-dense text-text-2 print:hidden">
      For staff: the board’s file of {what} ({name}) hasn’t been loaded yet.{' '}
      {mayImport ? (
        <Link to="/admin/contractors/import" className="text-link underline underline-offset-4">
          Load it on the import page
        </Link>
      ) : (
        'Ask an administrator to load it.'
      )}
    </p>
  );
}

/** The word of the board's workers' comp file beside the license file's coverage. */
export function CoverageBeside({ licenseNumber }: { licenseNumber: string }) {
  const { data } = useQuery(licensePeopleQuery(licenseNumber));
  if (!data?.coverage) return null;
  const { agrees, words, inference, ageWords } = data.coverage;
  return (
    <div className="mt-3 space-y-1 border-t border-divider pt-3 text-dense">
      <p className="flex items-start gap-1.5">
        {agrees === false && <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />}
        {words}
      </p>
      {inference && (
        <p>
          {inference}{' '}
          <span className="text-text-2">This is our reading of the files, not the board’s word.</span>
        </p>
      )}
      {ageWords && <p className="text-text-2">{ageWords}</p>}
    </div>
  );
}
