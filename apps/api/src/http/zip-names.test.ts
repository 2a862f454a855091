import { expect, it } from 'vitest';
import { zipNames } from './zip-names.ts';

it('a name leads to no other folder, and every system takes it', () => {
  const { file } = zipNames();
  for (const [given, made] of [
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\bids\\offer.pdf', 'C__bids_offer.pdf'],
    ['con.pdf', '_con.pdf'],
    ['LPT1', '_LPT1'],
    ['..', 'file'],
    ['', 'file (2)'],
    ['a:b*c?d"e<f>g|h.pdf', 'a_b_c_d_e_f_g_h.pdf'],
    ['offer.pdf. .', 'offer.pdf'],
    ['\u202efdp.exe', 'fdp.exe'],
    ['line\nbreak.pdf', 'line break.pdf'],
    ['Cotización – Peña №3.pdf', 'Cotización – Peña №3.pdf'],
    [`${'long '.repeat(50)}.pdf`, `${'long '.repeat(16).trim()}.pdf`],
  ] as const)
    expect(file(given)).toBe(made);
});

it('two of one name differ also where capitals do not count', () => {
  const { file, folder } = zipNames();
  expect(['Offer.pdf', 'offer.PDF', 'OFFER.pdf', 'offer (2).pdf'].map(file)).toEqual([
    'Offer.pdf',
    'offer (2).PDF',
    'OFFER (3).pdf',
    'offer (2) (2).pdf',
  ]);
  expect(['Acme Co. West', 'acme co. west', 'Acme Inc.'].map(folder)).toEqual([
    'Acme Co. West',
    'acme co. west (2)',
    'Acme Inc',
  ]);
});
