import { letter } from '../engine/letter.ts';

export const letters = {
  'trail-verified': letter(
    { batch: 1_234, seal: '0f'.repeat(32), rows: 5_678, problems: 0 },
    ({ batch, seal, rows, problems }: { batch: number; seal: string; rows: number; problems: number }) => ({
      subject: problems === 0 ? 'The audit trail is intact' : 'The audit trail has problems',
      parts: [
        problems === 0
          ? `The audit trail was verified: ${rows} sealed rows are as they were written.`
          : `The verification of the audit trail named ${problems} ${problems === 1 ? 'problem' : 'problems'}. Run portal audit verify to see each.`,
        'Keep this email. It can prove later where the trail ended today:',
        `${batch}:${seal}`,
        'portal audit verify --expect takes this line.',
      ],
    }),
  ),
};
