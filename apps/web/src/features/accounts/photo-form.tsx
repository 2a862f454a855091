import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toasts.ts';
import { PictureForm } from '../files/picture-form.tsx';

/** Uploads a photo, or removes the one that is there. */
export default function PhotoForm({ hasPhoto, done }: { hasPhoto: boolean; done: () => void }) {
  const { mutateAsync: setPhoto } = useMutation(api.files.setPhoto.mutationOptions());
  const remove = useMutation(api.files.removePhoto.mutationOptions());
  const finish = async (words: string) => {
    await queryClient.invalidateQueries(api.accounts.getProfile.pathFilter());
    toast(words);
    done();
  };
  return (
    <PictureForm
      kind="PROFILE_PHOTO"
      noun="photo"
      save={async (fileId) => {
        await setPhoto({ fileId });
        await finish('Photo saved.');
      }}
    >
      {(showFailure) =>
        hasPhoto && (
          <Button
            aria-disabled={remove.isPending}
            onClick={() =>
              remove.mutate(undefined, {
                onSuccess: () => void finish('Photo removed.'),
                onError: showFailure,
              })
            }
          >
            Remove the photo
          </Button>
        )
      }
    </PictureForm>
  );
}
