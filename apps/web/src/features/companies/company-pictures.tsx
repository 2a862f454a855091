import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { focusPageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { Change, SettingsSection } from '../accounts/settings-section.tsx';
import { FirmLogo, FirmPicture } from '../directory/firm-picture.tsx';
import { PictureForm } from '../files/picture-form.tsx';
import { type OwnCompany, refreshCompanies } from './company-queries.ts';

/** The most pictures of a company. The database's trigger `limit_pictures` holds it. */
const mostPictures = 12;

/** The logo of a company and the pictures of its work. An owner adds and removes them. */
export default function CompanyPictures({
  company: { id: companyId, name, ownRole },
}: {
  company: OwnCompany;
}) {
  const isOwner = ownRole === 'OWNER';
  const { data, error, refetch } = useQuery(api.companies.listPictures.queryOptions({ companyId }));
  const logo = data?.find(({ kind }) => kind === 'COMPANY_LOGO');
  const pictures = data?.filter(({ kind }) => kind === 'COMPANY_PICTURE') ?? [];
  return (
    <SettingsSection
      title="Logo and pictures"
      change={
        isOwner &&
        data && (
          <div className="flex flex-wrap gap-2">
            <Change
              what={logo ? 'your logo' : 'a logo'}
              label={logo ? 'Change' : 'Add'}
              isSpelledOut
              form={(done) => <AddPicture companyId={companyId} kind="COMPANY_LOGO" done={done} />}
            />
            {pictures.length < mostPictures && (
              <Change
                what="a picture"
                label="Add"
                isSpelledOut
                form={(done) => <AddPicture companyId={companyId} kind="COMPANY_PICTURE" done={done} />}
              />
            )}
          </div>
        )
      }
    >
      {error && <ErrorPanel what="Couldn’t load the pictures" error={error} retry={refetch} />}
      {!data && !error && <Loading />}
      {data?.length === 0 && (
        <p className="text-text-2">
          Nothing here yet. A logo and pictures of finished work help others choose you.
        </p>
      )}
      {logo && (
        <div className="flex flex-wrap items-end gap-3">
          <FirmLogo fileId={logo.id} name={name} className="size-24" />
          {isOwner && <RemovePicture companyId={companyId} fileId={logo.id} what="the logo" />}
        </div>
      )}
      {pictures.length > 0 && (
        <ul className="grid grid-cols-2 gap-4 sm:grid-cols-3">
          {pictures.map(({ id }, at) => (
            <li key={id} className="space-y-2">
              <FirmPicture fileId={id} name={name} number={at + 1} />
              {isOwner && <RemovePicture companyId={companyId} fileId={id} what={`picture ${at + 1}`} />}
            </li>
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function AddPicture({
  companyId,
  kind,
  done,
}: {
  companyId: string;
  kind: 'COMPANY_LOGO' | 'COMPANY_PICTURE';
  done: () => void;
}) {
  const noun = kind === 'COMPANY_LOGO' ? 'logo' : 'picture';
  const setLogo = useMutation(api.companies.setLogo.mutationOptions());
  const addPicture = useMutation(api.companies.addPicture.mutationOptions());
  const { mutateAsync: save } = kind === 'COMPANY_LOGO' ? setLogo : addPicture;
  return (
    <PictureForm
      kind={kind}
      noun={noun}
      save={async (fileId) => {
        await save({ companyId, fileId });
        await refreshCompanies();
        toast(kind === 'COMPANY_LOGO' ? 'Logo saved.' : 'Picture added.');
        done();
      }}
    />
  );
}

function RemovePicture({ companyId, fileId, what }: { companyId: string; fileId: string; what: string }) {
  const [isOpen, setOpen] = useState(false);
  const { mutate } = useMutation(
    api.companies.removePicture.mutationOptions({
      onSuccess: async () => {
        await refreshCompanies();
        toast('Removed.');
      },
      onError: (error) => toast(`Couldn’t remove ${what}: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        Remove<span className="sr-only"> {what}</span>
      </Button>
      <Confirm
        title={`Remove ${what}?`}
        isOpen={isOpen}
        close={() => setOpen(false)}
        action="Remove"
        act={() => {
          setOpen(false);
          // The button goes with its picture.
          focusPageHeading();
          mutate({ companyId, fileId });
        }}
      >
        Others no longer see it.
      </Confirm>
    </>
  );
}
