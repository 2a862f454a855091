import { describe, expect, it } from 'vitest';
import { readAnswer } from './answers.ts';
import { protocolMessage } from './protocol.ts';

const panic = protocolMessage('E', 'SPANIC\0VPANIC\0C53100\0Mno space\0\0');
const error = protocolMessage('E', 'SERROR\0VERROR\0C53100\0Mno space for VPANIC\0\0');
const row = protocolMessage('D', '\0\x01SPANIC\0VPANIC\0Mnot an error\0\0');
const ready = protocolMessage('Z', 'T');

/** The whole answer, read in pieces of a size. */
function readInPieces(answer: Buffer, size: number, isPart = false) {
  const read = readAnswer(isPart);
  const passed: Uint8Array[] = [];
  let last: ReturnType<typeof read> | undefined;
  for (let at = 0; at < answer.length; at += size) {
    last = read(answer.subarray(at, at + size));
    passed.push(...last.passed);
  }
  return { panic: last?.panic, hasFailed: last?.hasFailed, passed: Buffer.concat(passed) };
}
const sizes = Array.from({ length: 40 }, (_, size) => size + 1);

describe('an answer of the engine, wherever its pieces end', () => {
  it('with a PANIC is told from one with an error, and nothing after the PANIC is passed on', () => {
    for (const size of sizes) {
      const well = Buffer.concat([protocolMessage('1'), row, error, ready]);
      expect(readInPieces(well, size)).toEqual({ panic: undefined, hasFailed: true, passed: well });
      const broken = readInPieces(Buffer.concat([row, panic, row, ready]), size);
      expect(broken.panic).toBe('no space');
      expect(broken.passed.indexOf(ready)).toBe(-1);
    }
  });

  it('to a part of a statement says nothing of being ready, which only the answer to its end does', () => {
    for (const size of sizes) {
      expect(readInPieces(Buffer.concat([row, error, ready]), size, true)).toEqual({
        panic: undefined,
        hasFailed: true,
        passed: Buffer.concat([row, error]),
      });
      expect(readInPieces(Buffer.concat([row, row]), size, true)).toMatchObject({ hasFailed: false });
    }
  });
});
