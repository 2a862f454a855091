import { dayWords } from '@namc/inputs/day-words';
import { memberStatusWords } from '@namc/inputs/member-words';
import { skipToken, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { api, statusOf } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { StandingAnswers } from '../../contractors/license/standing-answers.tsx';
import { StandingIcon, toneText } from '../../contractors/standing-mark.tsx';
import { tradeLabel } from '../../contractors/trade-names.ts';
import type { ApplicationDetail } from './application.ts';
import { licenseDifferences, noSuchLicense } from './license-differences.ts';

const licenseOf = (licenseNumber: string | null | undefined) =>
  api.contractors.getLicense.queryOptions(licenseNumber ? { licenseNumber } : skipToken);

/** The points of the license board's record against an application. */
export function useLicenseWarnings(application: ApplicationDetail | undefined): string[] {
  const { data, error } = useQuery(licenseOf(application?.licenseNumber));
  if (!application) return [];
  if (statusOf(error) === 404) return [noSuchLicense(application.licenseNumber)];
  if (!data) return [];
  const standing = data.standing.tone === 'ok' ? [] : [`${data.standing.headline}.`];
  return [...standing, ...licenseDifferences(application, data)];
}

/** The license board's record of the applicant's license, and other people who claim it. */
export function LicenseEvidence({ application }: { application: ApplicationDetail }) {
  const { licenseNumber } = application;
  const { data, error, isLoading, refetch } = useQuery(licenseOf(licenseNumber));
  const differences = data ? licenseDifferences(application, data) : [];
  return (
    <section
      aria-labelledby="license"
      className="space-y-3 self-start rounded-card border border-divider bg-surface p-4"
    >
      <h2 id="license" className="text-h3 font-semibold">
        What the license board says
      </h2>
      {!licenseNumber && <p>The applicant gave no license number.</p>}
      {isLoading && <Loading />}
      {error && statusOf(error) !== 404 && (
        <ErrorPanel what="Couldn’t load the license" error={error} retry={refetch} />
      )}
      {statusOf(error) === 404 && <p>{noSuchLicense(licenseNumber)}</p>}
      {data && (
        <>
          <p className={`flex items-start gap-2 font-semibold ${toneText[data.standing.tone]}`}>
            <StandingIcon kind={data.standing.kind} className="mt-0.5 size-5" />
            {data.standing.headline}
          </p>
          <StandingAnswers standing={data.standing} />
          {differences.length > 0 && (
            <ul aria-label="Differences" className="space-y-1 rounded-control bg-warn-tint p-3 text-dense">
              {differences.map((difference) => (
                <li key={difference} className="flex gap-2">
                  <TriangleAlert aria-hidden className="size-5 shrink-0 text-warn" />
                  {difference}
                </li>
              ))}
            </ul>
          )}
          <Facts
            facts={[
              ['Business', data.name],
              ['Doing business as', data.doingBusinessAs.join(', ')],
              ['City', data.city],
              ['Trades', data.classifications.map(tradeLabel).join('\n')],
              ['Term ends', data.expirationDate && dayWords(data.expirationDate)],
              ['As of', data.asOf && dayWords(data.asOf)],
            ]}
          />
          <p className="text-dense">
            <Link
              to="/contractors/$license"
              params={{ license: data.licenseNumber }}
              className="text-link underline underline-offset-4"
            >
              Full record of license {data.licenseNumber}
            </Link>
          </p>
        </>
      )}
      <Claimants claimants={application.claimants} />
    </section>
  );
}

function Claimants({ claimants }: Pick<ApplicationDetail, 'claimants'>) {
  if (claimants.length === 0) return null;
  const member = claimants.find(({ status }) => status !== 'PENDING');
  return (
    <div className="space-y-1 rounded-control bg-warn-tint p-3 text-dense">
      <h3 id="claimants" className="font-semibold">
        Also claimed by
      </h3>
      <ul aria-labelledby="claimants" className="space-y-1">
        {claimants.map(({ userId, name, status }) => (
          <li key={userId}>
            <Link
              to="/admin/members/$id"
              params={{ id: userId }}
              className="inline-block py-0.5 text-link underline underline-offset-4"
            >
              {name}
            </Link>
            , {memberStatusWords[status].toLowerCase()}
          </li>
        ))}
      </ul>
      <p>
        {member
          ? `This license belongs to ${member.name}, so no one else can be approved with it.`
          : 'A license belongs to one member: the first person approved gets it.'}
      </p>
    </div>
  );
}
