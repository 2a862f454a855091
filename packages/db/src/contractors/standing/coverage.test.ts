import { everyClassFrom, mandatedClasses } from '@namc/inputs/coverage-mandates';
import { describe, expect, it } from 'vitest';
import { clear, insured, standing, words } from './standing.fixture.ts';
import { standingOf } from './standing.ts';

describe('workers’ compensation that is not there', () => {
  it('warns where none is on file', () => {
    expect(standing({ workersCompCoverageType: 'License does not have current W/C' })).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'unknown' },
      note: 'No workers’ compensation coverage is on file. The law asks for coverage or an exemption.',
      inferences: [{ source: 'WorkersCompCoverageType' }],
    });
  });

  it('warns where the policy in the file ended before the file', () => {
    const lapsed = { ...insured, lastUpdated: '2026-02-01', workersCompExpirationDate: '2026-03-01' };
    expect(standing(lapsed)).toMatchObject({
      kind: 'pending',
      note: 'The workers’ compensation policy in the file ended on March 1, 2026, and the file does not say that it was renewed.',
    });
  });

  it('says of a policy that ends after the file that a renewal cannot be known', () => {
    const later = standing(insured, '2026-12-08');
    expect(later.kind).toBe('good');
    expect(words(later.notes)).toEqual([
      'The workers’ compensation policy in the file ends on December 7, 2026. The file cannot know a renewal yet.',
    ]);
    expect(standing(insured, '2026-12-07').notes).toEqual([]);
  });

  it.each([
    [['C-39'], 'C-39 needs coverage with or without employees'],
    [['C-8', 'C-20', 'C-22', 'C-49'], 'C-8, C-20, C-22 and C-49 need coverage with or without employees'],
    [['B', 'D-49'], 'D-49 needs coverage'],
  ])('warns that %j may not be exempt', (classifications, expected) => {
    const exempt = standing({ classifications });
    expect(exempt.kind).toBe('pending');
    expect(exempt.note).toContain(expected);
    expect(exempt.note).toContain('One of the two entries must be wrong');
    expect(standing({ classifications, businessType: 'JointVenture' }).kind).toBe('good');
    expect(standing({ classifications, ...insured }).kind).toBe('good');
  });

  it('reads kinds of coverage in whatever capitals and spaces', () => {
    expect(standing({ workersCompCoverageType: 'EXEMPT', classifications: ['C-39'] })).toMatchObject({
      kind: 'pending',
      inferences: [{ code: 'exempt-with-class' }],
      board: { unknownCodes: [] },
    });
    expect(standing({ workersCompCoverageType: 'LICENSE DOES NOT HAVE  CURRENT W/C' })).toMatchObject({
      kind: 'pending',
      inferences: [{ code: 'no-coverage' }],
      mayContract: { answer: 'unknown' },
    });
  });

  it('remarks on a kind of coverage that nobody has described, and still reads its dates', () => {
    const odd = { ...insured, workersCompCoverageType: 'Odd Coverage' };
    expect(standing(odd)).toMatchObject({
      kind: 'good',
      board: { unknownCodes: ['Odd Coverage'] },
      notes: [
        {
          words:
            'The file gives “Odd Coverage” as the kind of workers’ compensation coverage. We have no description of it.',
          counts: false,
        },
      ],
    });
    expect(standing({ ...odd, workersCompExpirationDate: '2026-03-01' }).kind).toBe('pending');
  });

  it('knows that no class is exempt from 2028 on', () => {
    const on = '2028-01-10';
    const then = standingOf(clear, { on, today: on, asOf: '2028-01-09' });
    expect(then.note).toContain('every classification needs coverage since January 1, 2028');
    expect(standing({}, on)).toMatchObject({
      kind: 'good',
      headline:
        'The exemption from workers’ compensation ended on January 1, 2028. No other problem is known on January 10, 2028, according to the board’s file of November 18, 2026',
      notes: [{ code: 'exemption-ends', counts: false }],
    });
  });

  it('announces the end of every exemption a year ahead, and for nobody who needs no exemption', () => {
    const ahead = [{ code: 'exemption-ends', on: '2028-01-01', counts: false }];
    const next = { expirationDate: '2029-01-31' };
    expect(standing(next, '2026-12-31').notes).toEqual([]);
    expect(standing(next, '2027-01-01')).toMatchObject({ kind: 'good', notes: ahead });
    expect(words(standing(next, '2027-12-31').notes)).toEqual([
      'From January 1, 2028, the exemption from workers’ compensation does not count: every classification then needs coverage.',
    ]);
    expect(standing({ ...next, businessType: 'JointVenture' }, '2027-06-01').notes).toEqual([]);
    // A term that lasts longer than the exemption says so all the time.
    const endOf = (facts: object, on: string) => standing({ ...next, ...facts }, on).exemptionEnds;
    expect(endOf({}, '2026-12-31')).toBe('2028-01-01');
    expect(endOf({}, '2028-01-01')).toBeNull();
    expect(endOf({ expirationDate: '2027-12-31' }, '2026-12-31')).toBeNull();
    expect(endOf({ businessType: 'JointVenture' }, '2026-12-31')).toBeNull();
    expect(endOf(insured, '2026-12-31')).toBeNull();
    expect(standing({ ...next, ...insured }, '2027-06-01').notes).not.toMatchObject(ahead);
  });

  it('asks for coverage from the first day of each rule', () => {
    expect(mandatedClasses('2022-12-31')).toEqual(['C-39']);
    expect(mandatedClasses('2023-01-01')).toEqual(['C-39', 'C-8', 'C-20', 'C-22', 'C-49', 'D-49']);
    expect(everyClassFrom).toBe('2028-01-01');
  });
});
