import { lineOrNone } from '@namc/inputs/text';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { api } from '../../../lib/api.ts';
import { stringifySearchParams } from '../../../lib/search-params.ts';
import { Button } from '../../../ui/button.tsx';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { SectionPicture } from '../section-picture.tsx';
import { shrinkPicture } from './shrink-picture.ts';
import type { StaffSection } from './staff-section.ts';

const pictureForm = z.object({
  files: z.custom<FileList>((files) => (files as FileList | undefined)?.length === 1, 'Choose a picture'),
  alt: lineOrNone(200),
});

/** Chooses the picture of a section. The browser makes it smaller before it leaves the computer. */
export function PictureForm({
  section,
  done,
}: {
  section: StaffSection;
  done: (words: string) => Promise<void>;
}) {
  const form = useSchemaForm(pictureForm, {
    files: undefined as unknown as FileList,
    alt: section.pictureAlt ?? '',
  });
  const remove = useMutation(api.homeSections.removePicture.mutationOptions());
  return (
    <Form
      form={form}
      action="Save the picture"
      working="Saving…"
      labels={{ files: 'Picture', alt: 'Description' }}
      submit={async ({ files, alt }) => {
        const [file] = files;
        if (file) await send(section.id, await shrinkPicture(file), alt);
      }}
      done={() => done('Picture saved.')}
      beside={
        section.pictureId && (
          <Button
            onClick={async () => {
              await remove.mutateAsync({ sectionId: section.id });
              await done('Picture removed.');
            }}
          >
            Remove the picture
          </Button>
        )
      }
    >
      <SectionPicture section={section} className="max-h-40 w-auto rounded-control" />
      <InputField
        form={form}
        name="files"
        label="Picture"
        type="file"
        accept="image/*"
        hint="At least 800 pixels wide looks best. We remove any location or date stored in the file."
      />
      <InputField
        form={form}
        name="alt"
        label="Description"
        isOptional
        hint="What the picture shows, for people who can’t see it. Leave it blank if the picture only decorates."
      />
    </Form>
  );
}

async function send(
  sectionId: string,
  { file, width, height }: Awaited<ReturnType<typeof shrinkPicture>>,
  alt: string,
): Promise<void> {
  const answer = await fetch(
    `/api/home-sections/${sectionId}/picture${stringifySearchParams({ width, height, alt })}`,
    { method: 'PUT', body: file },
  );
  if (answer.ok) return;
  const { error } = (await answer.json().catch(() => ({}))) as { error?: string };
  throw Object.assign(new Error(error ?? 'We couldn’t save the picture. Try again.'), {
    data: { httpStatus: answer.status },
  });
}
