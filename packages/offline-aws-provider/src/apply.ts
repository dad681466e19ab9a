import type { Account } from './account';
import { deferredChanges } from './facts/deferrals';
import { identify } from './facts/identities';
import { mapBlocks } from './plan';
import type { Block, CtyType } from './schema';
import { Unknown, type Value, type Values } from './value';

/** Carries out a planned change: gives a value to everything that was known only after the apply. */
export function applyChange(
  type: string,
  block: Block,
  prior: Values | null,
  planned: Values,
  account: Account,
): Values {
  const known = identify(type, { prior, planned, account });
  const applied = fillUnknowns(block, { ...planned, ...pickUnknown(planned, known) });
  return prior === null ? applied : { ...applied, ...deferredChanges(type, prior, planned) };
}

function pickUnknown(planned: Values, known: Values): Values {
  return Object.fromEntries(Object.entries(known).filter(([name]) => planned[name] instanceof Unknown));
}

function fillUnknowns(block: Block, values: Values): Values {
  const result = { ...values };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (result[name] instanceof Unknown) result[name] = invent(name, attribute.type);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const fill = (inner: Values) => fillUnknowns(nested.block, inner);
    const value = result[name] ?? null;
    result[name] = value instanceof Unknown ? [] : mapBlocks(value, nested.nesting, fill);
  }
  return result;
}

/** A list of objects gets one element, because stacks read `[0]` of it; other collections stay empty. */
function invent(name: string, type: CtyType): Value {
  if (type === 'string') return `invented-${name.replaceAll('_', '-')}`;
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (type === 'dynamic') return null;
  const [kind, inner] = type;
  if (kind === 'object') {
    return Object.fromEntries(Object.entries(inner).map(([field, fieldType]) => [field, invent(field, fieldType)]));
  }
  if (kind === 'map') return {};
  return Array.isArray(inner) && inner[0] === 'object' ? [invent(name, inner)] : [];
}
