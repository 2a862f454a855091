import { describe, expect, it } from 'vitest';
import { panicsIn } from './panic.ts';

/** A message of the server's protocol. */
function message(letter: string, body: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(Buffer.byteLength(body) + 4, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

describe('a PANIC in the engine’s answer', () => {
  const panic = message('E', 'SPANIC\0VPANIC\0C53100\0Mno space\0\0');
  const rows = [
    message('1', ''),
    message('D', '\0\x01SPANIC\0VPANIC\0Mnot an error\0\0'),
    message('E', 'SERROR\0VERROR\0C53100\0Mno space for VPANIC\0\0'),
    message('Z', 'T'),
  ];

  it('is found wherever the pieces of the answer end, and in nothing else', () => {
    for (let size = 1; size < 40; size += 1) {
      const panicIn = panicsIn();
      const feed = (answer: Buffer) => {
        let found: string | undefined;
        for (let at = 0; at < answer.length; at += size) found = panicIn(answer.subarray(at, at + size));
        return found;
      };
      expect(feed(Buffer.concat(rows))).toBeUndefined();
      expect(feed(Buffer.concat([...rows, panic, ...rows]))).toBe('no space');
    }
  });
});
