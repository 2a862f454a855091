import { defineCheck } from '../check.ts';

export const backups = defineCheck({
  name: 'backups',
  area: 'safety',
  question: 'When was the last backup, and when was one last restored?',
  unit: '',
  place: 'primary',
  notEmbedded:
    'The embedded database is for trying the portal out. Its folder is copied while the portal is stopped.',
  mayStayUnknown: true,
  explanation:
    'The portal makes no backups by itself yet. Until it does, back the server up by other means, and restore a backup now and then: one that was never restored may be worth nothing.',
  statement: (sql) => sql<{ archiveMode: string }[]>`select current_setting('archive_mode') as "archiveMode"`,
  judge: ([answer]) => ({
    state: 'unknown',
    value: null,
    says: 'No backup is configured, so the portal knows of none.',
    evidence: answer?.rows ?? [],
  }),
});
