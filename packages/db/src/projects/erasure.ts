import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  projects: {
    close: { keep: 'Bidders rely on the project. It stays without the owner’s name.' },
    export: {
      as: 'projects',
      rows: ({ sql }) =>
        sql`select title, description, status, created_at from projects where owner_id = current_user_id()`,
    },
  },
  deadline_changes: {
    close: { keep: 'All who bid rely on it. It stays without the person’s name.' },
    export: { omit: 'The bidding log of the project says it.' },
  },
  project_files: {
    close: { keep: 'The file belongs to the project, which stays.' },
    export: { omit: 'The file is on the project’s page.' },
  },
};
