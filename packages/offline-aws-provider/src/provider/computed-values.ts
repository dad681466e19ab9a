import type { AppliedChange } from '../aws/attributes/applied-change';
import { computeAttributes } from '../aws/attributes/computed-attributes';
import { Unknown, type Value, type Values } from '../protocol/value';
import type { Block, CtyType } from '../schema/provider-schema';
import { mapBlocks } from './nested-blocks';

/** Returns the planned values of a resource, with each unknown value replaced by a known one. */
export function fillComputedValues(type: string, block: Block, change: AppliedChange): Values {
  const { planned } = change;
  const computed = Object.entries(computeAttributes(type, change)).filter(([name]) => planned[name] instanceof Unknown);
  return fillUnknown(block, { ...planned, ...Object.fromEntries(computed) });
}

function fillUnknown(block: Block, values: Values): Values {
  const result = { ...values };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (result[name] instanceof Unknown) result[name] = placeholder(name, attribute.type);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const value = result[name] ?? null;
    result[name] =
      value instanceof Unknown ? [] : mapBlocks(value, nested.nesting, (inner) => fillUnknown(nested.block, inner));
  }
  return result;
}

/**
 * Returns a placeholder value of this type. A list of objects has one element, because stacks read `[0]` of it. Other collections are
 * empty.
 */
function placeholder(name: string, type: CtyType): Value {
  if (type === 'string') return `offline-${name.replaceAll('_', '-')}`;
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (type === 'dynamic') return null;
  const [kind, inner] = type;
  if (kind === 'object') {
    return Object.fromEntries(
      Object.entries(inner).map(([field, fieldType]) => [field, placeholder(field, fieldType)]),
    );
  }
  if (kind === 'map') return {};
  return Array.isArray(inner) && inner[0] === 'object' ? [placeholder(name, inner)] : [];
}
