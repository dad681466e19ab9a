import type { Block, SynthesizedStack } from '../../shared/synthesized-stack';
import { UserError } from '../../shared/user-error';

/** Reads the arguments of a block. */
export interface BlockReader {
  text(name: string): string | undefined;
  required(name: string): string;
  texts(name: string): string[];
  number(name: string): number | undefined;
}

/**
 * Returns functions that read and validate the arguments of a block.
 * @param what the name of the block in error messages
 */
export function blockReader(stack: SynthesizedStack, what: string, block: Block): BlockReader {
  const resolve = (name: string, value: unknown): string => {
    if (typeof value === 'string') return stack.resolve(value);
    throw new UserError(`${name} of ${what} is ${JSON.stringify(value)}, but must be a string.`);
  };
  const read: BlockReader = {
    text: (name) => (block[name] === undefined || block[name] === null ? undefined : resolve(name, block[name])),
    required: (name) => {
      const value = read.text(name);
      if (value === undefined) throw new UserError(`${what} has no ${name}.`);
      return value;
    },
    texts: (name) => {
      const list = block[name] ?? [];
      if (!Array.isArray(list))
        throw new UserError(`${name} of ${what} is ${JSON.stringify(list)}, but must be a list.`);
      return list.map((item) => resolve(name, item));
    },
    number: (name) => {
      if (typeof block[name] === 'number') return block[name];
      const text = read.text(name);
      if (text === undefined || /^\d+$/.test(text)) return text === undefined ? undefined : Number(text);
      throw new UserError(`${name} of ${what} is "${text}", but must be a whole number.`);
    },
  };
  return read;
}
