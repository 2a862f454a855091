import { expect, it } from 'vitest';
import { findFileFault } from './check-file.ts';

const most = 500_000_000;
const titleOf = async (content: (string | Uint8Array<ArrayBuffer>)[], name: string) =>
  (await findFileFault(new File(content, name), most))?.title;

it('a file that cannot be the master file is named before it is sent', async () => {
  expect(await titleOf([], 'november.csv')).toBe('This file is empty');
  expect(await titleOf(['PK\u0003\u0004'], 'november.zip')).toBe('This isn’t a CSV file');
  expect(await titleOf(['LicenseNo,LastUpdate\n'], 'november.xlsx')).toBe('This isn’t a CSV file');
  for (const mark of [
    [0xff, 0xfe, 0x4c, 0],
    [0xfe, 0xff, 0, 0x4c],
  ]) {
    expect(await titleOf([new Uint8Array(mark)], 'november.csv')).toBe('This is UTF-16 text');
  }
  expect(await titleOf(['\ufeff\n <!doctype html><title>Sorry</title>'], 'november.csv')).toBe(
    'This is a web page',
  );
  expect(await titleOf(['[{"LicenseNo":"1"}]'], 'november.csv')).toBe('This is a JSON file');
  expect(await titleOf([' \r\n\r\n'], 'november.csv')).toBe('This file is empty');
  const large = new File(['x'], 'november.csv');
  Object.defineProperty(large, 'size', { value: most + 1_000_000 });
  expect(await findFileFault(large, most)).toEqual({
    title: 'This file is too large',
    words: 'november.csv has 501 MB. A file may have up to 500 MB.',
  });
});

it('a CSV file of any name, and in any encoding of plain text, is sent', async () => {
  for (const name of ['november 🏗️.csv', 'MASTER.CSV', 'november.txt']) {
    expect(await titleOf(['LicenseNo,LastUpdate\n'], name)).toBeUndefined();
  }
  expect(await titleOf([new Uint8Array([0x4e, 0xf1, 0x6f])], 'november.csv')).toBeUndefined();
});

it('a file that is gone from the disk by now is told as such', async () => {
  const gone = new File(['x'], 'november.csv');
  gone.slice = () =>
    ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }) as never;
  expect((await findFileFault(gone, most))?.title).toBe('This file can’t be read');
});
