import { saveProjectInput } from '@namc/inputs/project-drafts';
import type { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { useAutosave } from '../../../ui/use-autosave.ts';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import { projectQuery } from '../project-queries.ts';
import { usePosting } from './posting-procedures.ts';
import { type ProjectValues, valuesOf } from './project-values.ts';

type Parsed = z.output<typeof saveProjectInput>;

const isSame = ({ version: _, ...one }: Parsed, { version: _other, ...other }: Parsed) =>
  JSON.stringify(one) === JSON.stringify(other);

/** Saves the form of a project (`useAutosave`). */
export function useProjectSave(
  form: SchemaForm<ProjectValues, Parsed>,
  { projectId, version, isAutomatic }: { projectId: string; version: number; isAutomatic: boolean },
) {
  const { client, isForStaff } = usePosting();
  const { queryKey } = isForStaff
    ? api.projects.forStaff.get.queryOptions({ projectId })
    : projectQuery(projectId);
  return useAutosave<ProjectValues, Parsed, Parsed>(form, {
    version,
    isAutomatic,
    read: (values, known) => saveProjectInput.safeParse({ ...values, projectId, version: known }),
    send: (values) => client.save.mutate(values),
    findKept: async (sent, known) => {
      const now = await client.get.query({ projectId });
      const kept = saveProjectInput.safeParse(valuesOf(now)).data;
      return now.version !== known && kept && isSame(kept, sent) ? now.version : undefined;
    },
    // The page that opens next begins with what is saved.
    onSaved: () => void queryClient.invalidateQueries({ queryKey }),
  });
}
