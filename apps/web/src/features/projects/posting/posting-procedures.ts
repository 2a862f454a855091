import { createContext, use } from 'react';
import { api, apiClient } from '../../../lib/api.ts';

type OfProjects = Pick<
  typeof api.projects.forStaff,
  | 'addFile'
  | 'cancel'
  | 'closeBidding'
  | 'countFirmsForWork'
  | 'create'
  | 'discard'
  | 'extendBidding'
  | 'listFiles'
  | 'publish'
  | 'removeFile'
>;

/** The procedures of a poster, or those of staff, who reach every project. */
export interface PostingProcedures {
  projects: OfProjects;
  addenda: Pick<typeof api.addenda.forStaff, 'list' | 'send'>;
  questions: Pick<typeof api.questions.forStaff, 'answer' | 'list' | 'refuse'>;
  /** The calls that a form makes by itself. */
  client: Pick<typeof apiClient.projects.forStaff, 'get' | 'save'>;
  isForStaff: boolean;
  /** The room of files in addresses. */
  files: '/api/files' | '/api/files/for-staff';
}

const ofPoster: PostingProcedures = {
  projects: api.projects,
  addenda: api.addenda,
  questions: api.questions,
  // The form reads nothing else of a project than what both answers have.
  client: apiClient.projects as unknown as PostingProcedures['client'],
  isForStaff: false,
  files: '/api/files',
};

export const ofStaff: PostingProcedures = {
  projects: api.projects.forStaff,
  addenda: api.addenda.forStaff,
  questions: api.questions.forStaff,
  client: apiClient.projects.forStaff,
  isForStaff: true,
  files: '/api/files/for-staff',
};

export const PostingProcedures = createContext(ofPoster);
export const usePosting = (): PostingProcedures => use(PostingProcedures);
