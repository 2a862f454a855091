/**
 * Loaded into the process of the embedded database before anything else (`--import`): while the file that FULL_HEAP names
 * exists, the engine's memory cannot grow, as on a machine without any, or at the engine's own limit.
 */
import { existsSync } from 'node:fs';

interface Growing {
  grow(pages: number): number;
}

const flag = process.env.FULL_HEAP ?? '';
// The types of Node name no WebAssembly.
const { prototype } = (globalThis as unknown as { WebAssembly: { Memory: { prototype: Growing } } })
  .WebAssembly.Memory;
const { grow } = prototype;

prototype.grow = function (pages) {
  if (existsSync(flag)) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
  return grow.call(this, pages);
};
