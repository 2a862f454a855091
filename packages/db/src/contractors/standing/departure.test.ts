import { describe, expect, it } from 'vitest';
import { standing, words } from './standing.fixture.ts';

const source = 'DIS-ASSN-DT of PersonnelData';

describe('a class whose last qualifier leaves', () => {
  const facts = { classifications: ['B', 'C-10'], classDepartures: ['B 2026-12-10'] };

  it('is announced with its name, and leaves the rest of the license as it is', () => {
    expect(standing(facts)).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'yes' },
      changes: [{ code: 'class-not-qualified', on: '2026-12-10', source }],
      note: 'According to the board’s personnel file, the license has no qualifier for B General Building starting December 10, 2026. The class would be removed after 90 days, unless another person qualifies it by then.',
    });
    for (const on of ['2026-12-10', '2027-03-09']) {
      expect(words(standing(facts, on).changes)).toEqual([
        'According to the board’s personnel file, the license has had no qualifier for B General Building since December 10, 2026. The class would be removed on March 10, 2027, unless another person qualifies it by then.',
      ]);
    }
  });

  it('says so where the license lists no other class that somebody stays for', () => {
    const alone = /The license lists no class for which somebody stays\.$/;
    expect(standing({ ...facts, classifications: ['B'] }).note).toMatch(alone);
    expect(standing({ ...facts, classifications: ['B'] }, '2027-03-10').note).toMatch(alone);
    const classDepartures = ['B 2026-12-10', 'C-10 2026-12-20'];
    for (const said of words(standing({ ...facts, classDepartures }).changes)) expect(said).toMatch(alone);
    expect(standing({ ...facts, classifications: [] }).note).not.toMatch(alone);
  });

  it('is a doubt once the 90 days have ended since the file, and a warning beside a newer file', () => {
    const ended = standing(facts, '2027-03-10');
    expect(ended).toMatchObject({ kind: 'pending', basis: 'board', inferences: [{ on: '2027-03-10' }] });
    expect(words(ended.inferences)).toEqual([
      'According to the board’s personnel file, the license has had no qualifier for B General Building since December 10, 2026. The 90 days to replace that person ended on March 10, 2027. The file is older, and cannot tell whether B was removed.',
    ]);
    expect(standing({ ...facts, classDepartures: ['B 2026-08-21'] }).mayContract.answer).toBe('unknown');
    const passed = standing({ ...facts, classDepartures: ['B 2026-06-01'] });
    expect(passed).toMatchObject({ kind: 'pending', mayContract: { answer: 'yes' }, inferences: [] });
    expect(passed.note).toBe(
      'According to the board’s personnel file, the license has had no qualifier for B General Building since June 1, 2026. The law removes a class after 90 days without such a person, and the file still lists B.',
    );
  });

  it('is told on a license that is suspended anyway, without the consequence', () => {
    const suspended = standing({ ...facts, primaryStatus: 'Work Comp Susp' });
    expect(words(suspended.changes)).toEqual([
      'According to the board’s personnel file, the license has no qualifier for B General Building starting December 10, 2026.',
    ]);
  });
});

describe('a time without anybody who qualifies the license', () => {
  const gap = { qualifierGapFrom: '2026-12-01', qualifierGapUntil: '2027-05-15' };

  it('is announced with the day on which the next person joins', () => {
    expect(standing(gap)).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'yes' },
      changes: [{ on: '2026-12-01', source }],
      note: 'According to the board’s personnel file, the license has no qualifier from December 1, 2026 until May 15, 2027. The license would be suspended after 90 days, unless somebody joins sooner.',
    });
    expect(words(standing(gap, '2027-02-01').changes)).toEqual([
      'According to the board’s personnel file, the license has had no qualifier since December 1, 2026, and the next person joins on May 15, 2027. The license would be suspended on March 1, 2027, unless somebody joins sooner.',
    ]);
  });

  it('suspends the license after the 90 days, by the file, until that day', () => {
    expect(standing(gap, '2027-04-01')).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
      since: '2027-03-01',
    });
    expect(standing(gap, '2027-05-15').kind).toBe('good');
  });

  it('is what a suspension without a qualifier may date from, unless it is over', () => {
    const suspended = { primaryStatus: 'Susp - No Qualifier', qualifierGapFrom: '2026-06-01' };
    expect(standing({ ...suspended, qualifierGapUntil: '2027-05-15' }).inferences).toMatchObject([
      { code: 'suspended-since', on: '2026-08-30' },
    ]);
    const over = { ...suspended, qualifierGapUntil: '2026-10-01' };
    expect(standing(over).inferences).toEqual([]);
    expect(standing({ ...over, qualifierLeavesOn: '2026-12-01' }).inferences).toEqual([]);
  });
});
