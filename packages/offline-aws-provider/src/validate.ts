import { type Diagnostic, errorDiagnostic } from './diagnostic';
import { problemsOf } from './facts/checks';
import type { Block } from './schema';
import { isObject, type Value, type Values } from './value';

/** Finds what Terraform leaves to the provider: values for attributes that only AWS sets, and the known facts. */
export function validateConfig(type: string, block: Block, config: Values): Diagnostic[] {
  return [
    ...findReadOnly(block, config, []),
    ...findWrongRegion(block, config),
    ...problemsOf(type, config).map(({ attribute, message }) =>
      // Inside a block the path would need the numbers of its occurrences: it ends at the outermost one.
      errorDiagnostic(`Invalid value for ${attribute}`, message, attribute.split('.', 1)),
    ),
  ];
}

/** The form of a region's code, for the provider itself and for each resource that names its own. */
export function findWrongRegion(block: Block, { region }: Values): Diagnostic[] {
  if (!block.attributes.region || typeof region !== 'string' || /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return [];
  return [
    errorDiagnostic('Invalid AWS Region', `"${region}" is no code of a region, such as eu-central-1.`, ['region']),
  ];
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
