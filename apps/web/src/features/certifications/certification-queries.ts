import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../lib/api.ts';
import { toast } from '../../ui/toasts.ts';

export type Certification = inferOutput<typeof api.certifications.list>[number];
export type CertificationKind = inferOutput<typeof api.certifications.listKinds>[number];
export type MemberCertification = inferOutput<typeof api.certifications.listOfMember>[number];

/** Tells that an act is done, once the page shows it. */
export async function showDone(words: string): Promise<void> {
  await queryClient.invalidateQueries(api.certifications.pathFilter());
  toast(words);
}
