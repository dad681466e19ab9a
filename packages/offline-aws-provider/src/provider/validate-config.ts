import { type Diagnostic, errorDiagnostic } from '../protocol/diagnostic';
import { isObject, type Value, type Values } from '../protocol/value';
import type { Block } from '../schema/provider-schema';

/**
 * Returns an error for each value that the configuration sets for an attribute that only the provider may set. Terraform leaves this check
 * to the provider.
 * @param path the path of the block in the configuration
 */
export function validateConfig(block: Block, config: Values, path: readonly (string | number)[] = []): Diagnostic[] {
  const ownErrors = Object.entries(block.attributes)
    .filter(([name, { computed, optional }]) => computed && !optional && (config[name] ?? null) !== null)
    .map(([name]) =>
      errorDiagnostic(
        'Value for unconfigurable attribute',
        `Can't configure a value for "${[...path, name].join('.')}": its value will be decided automatically based on ` +
          'the result of applying this configuration.',
        [...path, name],
      ),
    );
  const nestedErrors = Object.entries(block.blocks).flatMap(([name, nested]) =>
    indexedBlocks(config[name] ?? null).flatMap(([index, values]) =>
      // The elements of a set have no index, so the path ends at the block.
      validateConfig(nested.block, values, nested.nesting === 'list' ? [...path, name, index] : [...path, name]),
    ),
  );
  return [...ownErrors, ...nestedErrors];
}

function indexedBlocks(value: Value): [index: number, block: Values][] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item, index) => (isObject(item) ? [[index, item] as [number, Values]] : []));
}
