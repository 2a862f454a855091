import { expect, it } from 'vitest';
import { findGaps, nameSegment, readHistory, readSegment } from './continuity.ts';

const segmentBytes = 16 * 2 ** 20;
const name = (timeline: number, at: number) => nameSegment({ timeline, at }, segmentBytes);
const names = (timeline: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, step) => name(timeline, from + step));
const backup = (timeline: number, start: number, stop = start) => ({
  label: `at ${start}`,
  archive: { start: name(timeline, start), stop: name(timeline, stop) },
});
const find = (archive: Partial<Parameters<typeof findGaps>[0]>) =>
  findGaps({ segments: [], histories: new Map(), backups: [], segmentBytes, ...archive });

it('the names go on from one log to the next, whatever the size of a segment', () => {
  expect(name(1, 255)).toBe('0000000100000000000000FF');
  expect(name(1, 256)).toBe('000000010000000100000000');
  expect(nameSegment({ timeline: 1, at: 4 }, 2 ** 30)).toBe('000000010000000100000000');
  expect(readSegment('0000000A0000000100000002', segmentBytes)).toEqual({ timeline: 10, at: 258 });
});

it('a log without a gap is whole, also where one log ends', () => {
  expect(find({ segments: names(1, 250, 260), backups: [backup(1, 251)] })).toEqual([]);
  expect(find({})).toEqual([]);
});

it('names the segments that are missing since the oldest backup, and no earlier ones', () => {
  const segments = names(1, 3, 20).filter((one) => ![name(1, 4), name(1, 9), name(1, 10)].includes(one));
  expect(find({ segments, backups: [backup(1, 6), backup(1, 15)] })).toEqual([name(1, 9), name(1, 10)]);
});

it('a backup whose own log is gone is named too', () => {
  expect(find({ segments: names(1, 3, 5), backups: [backup(1, 7, 8)] })).toEqual([name(1, 7), name(1, 8)]);
});

it('follows the timelines: the segment of a fork may be there under either, and what an abandoned one wrote later is not demanded', () => {
  // The first timeline ended in segment 5.
  const histories = new Map([[2, '1\t0/5A00000\tno recovery target specified\n']]);
  expect(readHistory(histories.get(2) ?? '', segmentBytes)).toEqual([{ timeline: 1, endsAt: 5 }]);
  const backups = [backup(1, 3)];
  expect(find({ segments: [...names(1, 3, 5), ...names(2, 6, 8)], histories, backups })).toEqual([]);
  expect(find({ segments: [...names(1, 3, 4), ...names(2, 5, 8)], histories, backups })).toEqual([]);
  expect(find({ segments: [...names(1, 3, 9), ...names(2, 5, 8)], histories, backups })).toEqual([]);
  expect(find({ segments: [...names(1, 3, 4), ...names(2, 6, 8)], histories, backups })).toEqual([
    name(1, 5),
  ]);
  expect(
    find({
      segments: [...names(1, 3, 5), ...names(2, 6, 8)],
      histories,
      backups: [backup(1, 7), ...backups],
    }),
  ).toEqual([name(1, 7)]);
});
