import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { api } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Change } from '../../accounts/settings-section.tsx';
import { CertificationFacts } from '../certification-facts.tsx';
import type { MemberCertification } from '../certification-queries.ts';

const JudgeForm = lazy(
  patiently(async () => ({ default: (await import('../certification-forms.tsx')).JudgeForm })),
);

/** The current certifications of a member's companies, with what staff found. */
export default function MemberCertifications({ userId, mayJudge }: { userId: string; mayJudge: boolean }) {
  const { data, error, isPending, refetch } = useQuery(
    api.certifications.listOfMember.queryOptions({ userId }),
  );
  return (
    <section aria-label="Certifications" className="space-y-3">
      <h2 className="text-h3 font-semibold">Certifications</h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the certifications" error={error} retry={refetch} />}
      {data?.length === 0 && <p className="text-text-2">None yet.</p>}
      {data && data.length > 0 && (
        <ul className="max-w-2xl space-y-2">
          {data.map((certification) => (
            <li
              key={certification.id}
              className="space-y-3 rounded-card border border-divider bg-surface p-3"
            >
              <CertificationFacts certification={certification} scans="/api/files/for-staff" />
              <p className="text-dense break-words text-text-2">{certification.companyName}</p>
              {certification.verification === 'VERIFIED' && certification.verifiedAt && (
                <p className="text-dense break-words whitespace-pre-line text-text-2">
                  {formatInstant(certification.verifiedAt)}: {certification.verificationNote}
                </p>
              )}
              {mayJudge && (
                <div className="flex flex-wrap gap-2">
                  <Judge certification={certification} act="verify" label="Verify" />
                  <Judge certification={certification} act="refuse" label="Refuse" />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Judge({
  certification,
  act,
  label,
}: {
  certification: MemberCertification;
  act: 'verify' | 'refuse';
  label: string;
}) {
  return (
    <Change
      what={[certification.kindName, certification.number].filter(Boolean).join(' ')}
      label={label}
      form={(close) => (
        <Suspense fallback={<Loading />}>
          <JudgeForm certification={certification} act={act} done={close} />
        </Suspense>
      )}
    />
  );
}
