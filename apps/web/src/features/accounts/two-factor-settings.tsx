import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loading } from '../../ui/loading.tsx';
import { toast } from '../../ui/toasts.ts';
import type { Me } from './me.ts';
import { Change, SettingsSection } from './settings-section.tsx';
import type { Shown } from './two-factor-forms.tsx';

const loadRecoveryCodes = patiently(() => import('./recovery-codes.tsx'));
const RecoveryCodes = lazy(loadRecoveryCodes);

// The forms come when one of them opens.
const loadForms = patiently(() => import('./two-factor-forms.tsx'));
const SetUp = lazy(async () => ({ default: (await loadForms()).SetUp }));
const Replace = lazy(async () => ({ default: (await loadForms()).Replace }));
const MakeCodes = lazy(async () => ({ default: (await loadForms()).MakeCodes }));
const TurnOff = lazy(async () => ({ default: (await loadForms()).TurnOff }));
const ConfirmTwoFactor = lazy(async () => ({ default: (await loadForms()).ConfirmTwoFactor }));

async function refresh(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(api.accounts.findMe.pathFilter()),
    queryClient.invalidateQueries(api.signIn.countRecoveryCodes.pathFilter()),
    queryClient.invalidateQueries(api.signIn.listSessions.pathFilter()),
  ]);
}

/** Turns two-step sign-in on and off, replaces the authenticator app, and makes recovery codes. */
export function TwoFactorSettings({ me }: { me: Me }) {
  const [secret, setSecret] = useState<Shown>();
  const [codes, setCodes] = useState<string[]>();
  // The codes are shown once. A line that is lost by then must not keep them off the page.
  useEffect(() => void loadRecoveryCodes().catch(() => undefined), []);
  const show = async (recoveryCodes: string[]) => {
    setSecret(undefined);
    setCodes(recoveryCodes);
    await refresh();
  };
  return (
    <SettingsSection
      title="Two-step sign-in"
      change={
        !me.hasTwoFactor &&
        !secret &&
        !codes && (
          <Change
            what="two-step sign-in"
            label="Set up"
            form={(close) => (
              <Suspense fallback={<Loading />}>
                <SetUp
                  showSecret={(shown) => {
                    close();
                    setSecret(shown);
                  }}
                />
              </Suspense>
            )}
          />
        )
      }
    >
      {codes ? (
        <Suspense>
          <RecoveryCodes codes={codes} done={() => setCodes(undefined)} />
        </Suspense>
      ) : secret ? (
        <Suspense>
          <ConfirmTwoFactor
            secret={secret}
            isReplacing={me.hasTwoFactor}
            done={show}
            cancel={() => setSecret(undefined)}
          />
        </Suspense>
      ) : me.hasTwoFactor ? (
        <TurnedOn showSecret={setSecret} showCodes={show} />
      ) : (
        <p>Off. Turn it on so that a stolen password isn’t enough to get in. It’s required for staff.</p>
      )}
    </SettingsSection>
  );
}

type Act = 'replace' | 'codes' | 'end';
const titles: Record<Act, string> = {
  replace: 'Use another authenticator app',
  codes: 'Make new recovery codes',
  end: 'Turn off two-step sign-in',
};

function TurnedOn({
  showSecret,
  showCodes,
}: {
  showSecret: (secret: Shown) => void;
  showCodes: (codes: string[]) => Promise<void>;
}) {
  const [act, setAct] = useState<Act>();
  const { data: left } = useQuery(api.signIn.countRecoveryCodes.queryOptions());
  const close = () => setAct(undefined);
  return (
    <>
      <p className="max-w-xl">
        On. Signing in takes a code from your authenticator app.
        {left === 0
          ? ' You have no recovery codes. Make new ones, so that you can sign in without your phone.'
          : left !== undefined && ` You have ${left} recovery ${left === 1 ? 'code' : 'codes'} left.`}
      </p>
      <div className="flex flex-wrap gap-3">
        {(Object.keys(titles) as Act[]).map((kind) => (
          <Button key={kind} onClick={() => setAct(kind)}>
            {titles[kind]}…
          </Button>
        ))}
      </div>
      <Dialog title={act ? titles[act] : ''} isOpen={act !== undefined} close={close}>
        <Suspense fallback={<Loading />}>
          {act === 'replace' && (
            <Replace
              done={(secret) => {
                close();
                showSecret(secret);
              }}
            />
          )}
          {act === 'codes' && (
            <MakeCodes
              done={async (codes) => {
                close();
                await showCodes(codes);
              }}
            />
          )}
          {act === 'end' && (
            <TurnOff
              done={async () => {
                close();
                await refresh();
                toast('Two-step sign-in is off.');
              }}
            />
          )}
        </Suspense>
      </Dialog>
    </>
  );
}
