/**
 * Loaded into the process of the embedded database before anything else (`--import`): while the file that FULL_HEAP names
 * exists, the engine's memory cannot grow, as on a machine without any, or at the engine's own limit.
 */
import { existsSync } from 'node:fs';

const flag = process.env.FULL_HEAP ?? '';
// Node's types tell only the types of this namespace, not its values.
const { Memory } = (
  globalThis as unknown as { WebAssembly: { Memory: { prototype: { grow(pages: number): number } } } }
).WebAssembly;
const { grow } = Memory.prototype;

Memory.prototype.grow = function (pages) {
  if (existsSync(flag)) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
  return grow.call(this, pages);
};
