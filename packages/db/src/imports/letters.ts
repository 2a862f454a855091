import { letter, sampleOrigin } from '../engine/letter.ts';

export const letters = {
  'license-file-problem': letter(
    { origin: sampleOrigin, problem: 'The server answered 404.' },
    ({ origin, problem }: { origin: string; problem: string }) => ({
      subject: 'The license board’s file could not be fetched',
      path: '/admin/contractors/import',
      parts: [
        'The portal could not bring in the license board’s file:',
        problem,
        'The licenses stay as they are. The portal tries again on the next business day, and tells you of this only once, until a fetch succeeds.',
        { label: 'See the fetches and imports', url: `${origin}/admin/contractors/import` },
      ],
    }),
  ),
};
