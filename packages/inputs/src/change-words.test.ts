import { describe, expect, it } from 'vitest';
import { hasWords, standingFirst, wordsOfChange } from './change-words.ts';
import { contractorChangeKinds } from './contractors.ts';
import { changesUndone, dueKinds } from './follows.ts';

describe('a change in words', () => {
  it.each([
    [
      'status_changed',
      'CLEAR',
      'Work Comp Susp',
      'the board’s status is now “suspended: proof of workers’ compensation coverage is missing” (before: “clear”)',
    ],
    ['bond_cancellation_set', null, '2027-03-03', 'contractor bond canceled as of March 3, 2027'],
    [
      'bond_cancellation_lifted',
      '2027-03-03',
      null,
      'the cancellation of the contractor bond as of March 3, 2027 no longer stands',
    ],
    [
      'worker_bond_amount_changed',
      '100000',
      '125000',
      'the amount of the LLC worker bond changed from $100,000 to $125,000',
    ],
    [
      'address_changed',
      'PO BOX 100, OAKLAND, CA 94612',
      '4970 MAIN DRIVEAPT A, OAKLAND, CA 94612',
      'the mailing address changed from PO BOX 100, OAKLAND, CA 94612 to 4970 MAIN DRIVE APT A, OAKLAND, CA 94612',
    ],
    ['expiration_moved', '2026-03-31', '2028-03-31', 'expires on March 31, 2028 (before: March 31, 2026)'],
    ['pending_suspension_changed', null, '12/01/2026', 'a suspension is pending: December 1, 2026'],
    ['pending_suspension_changed', null, '1/2/2027', 'a suspension is pending: January 2, 2027'],
    ['pending_class_removal_changed', null, '02/31/2026', 'the removal of a class is pending: 02/31/2026'],
    [
      'pending_suspension_changed',
      '12/01/2026',
      null,
      'a suspension is no longer pending (before: December 1, 2026)',
    ],
    [
      'disciplinary_bond_required',
      null,
      '2028-06-01',
      'the date in “DateRequired” of the disciplinary bond is now June 1, 2028',
    ],
    ['class_gained', null, 'C-10', 'class C-10 Electrical added'],
    [
      'phone_changed',
      '+17605550100',
      '+17605550101',
      'the phone number changed from (760) 555-0100 to (760) 555-0101',
    ],
    ['dba_changed', 'EXAMPLE SOLAR', null, 'the second name is no longer given (before: EXAMPLE SOLAR)'],
    [
      'qualifiers_left',
      null,
      '2026-12-01',
      'the license has no qualifier starting December 1, 2026, according to the board’s personnel file',
    ],
    [
      'qualifiers_replaced',
      '2026-12-01',
      null,
      'the license still has a qualifier after December 1, 2026, according to the board’s personnel file',
    ],
    [
      'qualifiers_left',
      '2026-12-10',
      '2026-11-20',
      'the license has no qualifier starting November 20, 2026 (moved; before: starting December 10, 2026), according to the board’s personnel file',
    ],
    [
      'qualifiers_left',
      null,
      '2026-12-01 2027-05-15',
      'the license has no qualifier from December 1, 2026 until May 15, 2027, according to the board’s personnel file',
    ],
    [
      'qualifier_class_left',
      null,
      'B 2026-12-10',
      'the license has no qualifier for B General Building starting December 10, 2026, according to the board’s personnel file',
    ],
    [
      'qualifier_class_replaced',
      'C-10 2026-12-10',
      null,
      'the license still has a qualifier for C-10 Electrical after December 10, 2026, according to the board’s personnel file',
    ],
    [
      'qualifier_class_departure_due',
      null,
      'B 2026-12-10',
      'the license has no qualifier for B General Building starting December 10, 2026, according to the board’s personnel file',
    ],
    [
      'qualifier_class_due',
      null,
      'B 2027-03-10',
      'the 90 days for another person to qualify the license for B General Building end on March 10, 2027',
    ],
    [
      'pending_class_removal_due',
      null,
      '2026-12-01',
      'the removal of a class that the board announced takes effect on December 1, 2026',
    ],
    [
      'reactivation_due',
      null,
      '2026-12-01',
      'the end of the inactive time that the board’s file announced takes effect on December 1, 2026',
    ],
    [
      'issue_due',
      null,
      '2026-12-01',
      'the issue of the license that the board’s file announced takes effect on December 1, 2026',
    ],
    [
      'disciplinary_bond_effective_date_changed',
      '2026-01-02',
      '2026-12-20',
      'the first day of the disciplinary bond changed from January 2, 2026 to December 20, 2026',
    ],
    [
      'workers_comp_insurer_changed',
      'EXAMPLE CASUALTY',
      'SAMPLE CASUALTY',
      'the workers’ compensation insurer changed from EXAMPLE CASUALTY to SAMPLE CASUALTY',
    ],
    ['workers_comp_policy_changed', null, null, 'the workers’ compensation policy has another number'],
    [
      'issue_date_changed',
      '2020-01-02',
      '2020-01-05',
      'the day on which the license was issued changed from January 2, 2020 to January 5, 2020',
    ],
    [
      'member_barred',
      null,
      '1000001 suspended',
      'a member of this joint venture may not work: license 1000001 is suspended, according to the board’s files',
    ],
    [
      'member_allowed',
      '1000001 expired-inferred',
      null,
      'license 1000001 no longer keeps this joint venture from work, according to the board’s files',
    ],
    [
      'member_barred',
      null,
      '1000001 suspended-inferred 2026-12-20',
      'a member of this joint venture may be barred from work starting December 20, 2026: license 1000001 may be suspended, according to the board’s files',
    ],
    [
      'member_barred_due',
      null,
      '1000001 2026-12-20 suspended-inferred',
      'a member of this joint venture may be barred from work starting December 20, 2026: license 1000001 may be suspended, according to the board’s files',
    ],
    ['gone', null, null, 'no longer in the board’s file'],
    ['something_else', 'A', 'B', 'something else: A → B'],
  ])('%s, %s → %s: %s', (kind, before, after, sentence) => {
    expect(wordsOfChange({ kind, before, after }).sentence).toBe(sentence);
  });

  it('exists for every kind of change and every date', () => {
    expect([...contractorChangeKinds, ...dueKinds, changesUndone].filter((kind) => !hasWords(kind))).toEqual(
      [],
    );
  });

  it('claims no consequence of a date: the standing knows the exceptions', () => {
    for (const kind of [...contractorChangeKinds, ...dueKinds]) {
      const { sentence } = wordsOfChange({ kind, before: null, after: '2027-03-03' });
      if (!kind.includes('suspension')) expect(sentence).not.toMatch(/suspended|unless|required from/);
    }
  });

  it('is told as a sentence where its two values are of different facts', () => {
    expect(wordsOfChange({ kind: 'returned', before: '2026-11-24', after: 'CLEAR' })).toMatchObject({
      sentence: 'back in the board’s file, with the status “clear”',
      isSaid: true,
    });
    expect(wordsOfChange({ kind: 'status_changed', before: 'CLEAR', after: 'B' }).isSaid).toBe(false);
  });

  it('comes in the order of what it tells about the standing', () => {
    const kinds = ['workers_comp_expiration_moved', 'worker_bond_cancellation_set', 'status_changed', 'gone'];
    expect(kinds.map((kind) => ({ kind })).sort(standingFirst)).toEqual(
      kinds.toReversed().map((kind) => ({ kind })),
    );
  });

  it('names what bears on the standing, and leaves the rest for later', () => {
    const isAboutStanding = (kind: string) =>
      wordsOfChange({ kind, before: 'A', after: 'B' }).isAboutStanding;
    expect(
      ['status_changed', 'gone', 'bond_cancellation_set', 'class_lost'].map(isAboutStanding),
    ).not.toContain(false);
    expect(
      ['phone_changed', 'address_changed', 'expiration_moved', 'new_license'].map(isAboutStanding),
    ).not.toContain(true);
  });
});
