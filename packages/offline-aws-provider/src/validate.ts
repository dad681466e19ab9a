import { type Diagnostic, errorDiagnostic } from './diagnostic';
import type { Block } from './schema';
import { isObject, type Value, type Values } from './value';

/** Finds values for attributes that only the provider sets. Terraform leaves this check to the provider. */
export function validateConfig(block: Block, config: Values): Diagnostic[] {
  return findReadOnly(block, config, []);
}

function findReadOnly(block: Block, config: Values, path: (string | number)[]): Diagnostic[] {
  const own = Object.entries(block.attributes)
    .filter(([name, { computed, optional }]) => computed && !optional && (config[name] ?? null) !== null)
    .map(([name]) =>
      errorDiagnostic(
        `Value for unconfigurable attribute`,
        `Can't configure a value for "${[...path, name].join('.')}": its value will be decided automatically based on ` +
          'the result of applying this configuration.',
        [...path, name],
      ),
    );
  const nested = Object.entries(block.blocks).flatMap(([name, { block: inner, nesting }]) =>
    occurrences(config[name] ?? null).flatMap(([key, values]) =>
      // Elements of a set have no number; the path ends at the block.
      findReadOnly(inner, values, nesting === 'list' ? [...path, name, key] : [...path, name]),
    ),
  );
  return [...own, ...nested];
}

function occurrences(value: Value): [number, Values][] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item, index) => (isObject(item) ? [[index, item] as [number, Values]] : []));
}
