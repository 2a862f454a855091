import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Change, SettingsSection } from '../accounts/settings-section.tsx';
import { CertificationFacts } from './certification-facts.tsx';
import { type Certification, showDone } from './certification-queries.ts';

const loadForms = () => import('./certification-forms.tsx');
const CertificationForm = lazy(patiently(async () => ({ default: (await loadForms()).CertificationForm })));
const WantedForm = lazy(patiently(async () => ({ default: (await loadForms()).WantedForm })));

const waiting = (form: ReactNode) => <Suspense fallback={<Loading />}>{form}</Suspense>;

/** “Small Business (SB) 2000001”: tells two of a kind apart. */
const nameOf = ({ kindName, number }: Certification) => [kindName, number].filter(Boolean).join(' ');

/** The certification wallet of a company: what it holds, and what it needs and lacks. An owner can change it. */
export default function CompanyCertifications({
  companyId,
  isOwner,
}: {
  companyId: string;
  isOwner: boolean;
}) {
  const held = useQuery(api.certifications.list.queryOptions({ companyId }));
  const wanted = useQuery(api.certifications.listWanted.queryOptions({ companyId }));
  const missing = wanted.data?.filter(({ isMissing }) => isMissing) ?? [];
  const current = held.data?.filter(({ replacementId }) => !replacementId) ?? [];
  const earlier = held.data?.filter(({ replacementId }) => replacementId) ?? [];
  return (
    <SettingsSection
      title="Certifications"
      change={
        isOwner && (
          <div className="flex flex-wrap gap-2">
            <Change
              what="a certification"
              label="Add"
              isSpelledOut
              form={(close) => waiting(<CertificationForm companyId={companyId} done={close} />)}
            />
            <Change
              what="what you need"
              label="Choose"
              isSpelledOut
              form={(close) =>
                waiting(
                  <WantedForm
                    companyId={companyId}
                    wanted={wanted.data?.map(({ code }) => code) ?? []}
                    done={close}
                  />,
                )
              }
            />
          </div>
        )
      }
    >
      {held.isPending && <Loading />}
      {held.error && (
        <ErrorPanel what="Couldn’t load the certifications" error={held.error} retry={held.refetch} />
      )}
      {wanted.error && (
        <ErrorPanel what="Couldn’t load what you need" error={wanted.error} retry={wanted.refetch} />
      )}
      {held.data && current.length + missing.length === 0 && (
        <p className="text-text-2">
          Nothing here yet. Keep your certificates, safety cards, insurance and bond letters here. We remind
          the owners 90, 30 and 7 days before one ends.
        </p>
      )}
      {current.length + missing.length > 0 && (
        <ul
          aria-label="Certifications of the company"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {missing.map(({ code, name }) => (
            <li key={code} className="flex items-center justify-between gap-3 p-4">
              <div className="min-w-0 space-y-2">
                <p className="font-semibold break-words">{name}</p>
                <Pill tone="warn" Icon={TriangleAlert}>
                  Missing
                </Pill>
              </div>
              {isOwner && (
                <Change
                  what={name}
                  label="Add"
                  form={(close) =>
                    waiting(<CertificationForm companyId={companyId} kind={code} done={close} />)
                  }
                />
              )}
            </li>
          ))}
          {current.map((certification) => (
            <li key={certification.id} className="space-y-3 p-4">
              <CertificationFacts certification={certification} />
              {isOwner && <OwnerActs companyId={companyId} certification={certification} />}
            </li>
          ))}
        </ul>
      )}
      {earlier.length > 0 && (
        <details>
          <summary className="min-h-11 cursor-pointer py-2 text-link lg:min-h-8">
            Earlier ones ({earlier.length})
          </summary>
          <ul
            aria-label="Earlier certifications"
            className="divide-y divide-divider rounded-card border border-divider bg-surface"
          >
            {earlier.map((certification) => (
              <li key={certification.id} className="p-4">
                <CertificationFacts certification={certification} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </SettingsSection>
  );
}

function OwnerActs({ companyId, certification }: { companyId: string; certification: Certification }) {
  const name = nameOf(certification);
  const [isAsked, setAsked] = useState(false);
  const close = () => setAsked(false);
  const remove = useSingleMutation(
    api.certifications.remove.mutationOptions({ onSuccess: () => showDone(`${name} removed.`) }),
  );
  const form = (act: 'renew' | 'change') => (end: () => void) =>
    waiting(<CertificationForm companyId={companyId} certification={certification} act={act} done={end} />);
  return (
    <>
      {remove.error && <ErrorPanel what="Couldn’t remove it" error={remove.error} />}
      <div className="flex flex-wrap gap-2">
        <Change what={name} label="Renew" form={form('renew')} />
        <Change what={name} form={form('change')} />
        <Button aria-label={`Remove ${name}`} aria-disabled={remove.isPending} onClick={() => setAsked(true)}>
          Remove…
        </Button>
      </div>
      <Confirm
        title={`Remove ${name}?`}
        isOpen={isAsked}
        close={close}
        action="Remove"
        act={() => {
          close();
          remove.mutate({ certificationId: certification.id });
        }}
      >
        Its scan goes too. If it renewed an earlier one, that one holds again.
      </Confirm>
    </>
  );
}
