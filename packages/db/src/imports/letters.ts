import { letter, sampleOrigin } from '../engine/letter.ts';

export const letters = {
  'license-file-problem': letter(
    { origin: sampleOrigin, problem: 'The server answered 404.' },
    ({ origin, problem }: { origin: string; problem: string }) => ({
      subject: 'We couldn’t fetch the license board’s file',
      path: '/admin/contractors/import',
      parts: [
        'The portal couldn’t import the license board’s file:',
        problem,
        'Licenses stay as they are. The portal will try again on the next business day. You won’t get another email about this until a fetch succeeds.',
        { button: 'See the fetches and imports', url: `${origin}/admin/contractors/import` },
      ],
    }),
    { note: 'See what went wrong. You can upload the file yourself.' },
  ),
};
