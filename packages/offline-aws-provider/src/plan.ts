import { isDeepStrictEqual } from 'node:util';
import type { Account } from './account';
import { addEmptyBlocks, unknownInSets } from './facts/unknown-sets';
import { renewedByUpdate, replacedBy, sometimesReplacedBy } from './facts/updates';
import type { Block } from './schema';
import { isObject, isWhollyKnown, unknown, type Value, type Values } from './value';

/** The states that Terraform hands over for one planned change. */
export interface ProposedChange {
  readonly type: string;
  readonly block: Block;
  /** null: the resource does not exist yet. */
  readonly prior: Values | null;
  /** The configuration, completed with the prior values of computed attributes; null: the resource goes. */
  readonly proposed: Values | null;
  readonly config: Values | null;
}

export interface PlannedChange {
  readonly planned: Values | null;
  /** The arguments whose change needs a new resource. */
  readonly replacedBy: readonly string[];
}

/** Says what a change will lead to: what AWS decides becomes unknown, what the provider decides is filled in. */
export function planChange(change: ProposedChange, account: Account): PlannedChange {
  const { type, block, prior, proposed, config } = change;
  if (proposed === null) return { planned: null, replacedBy: [] };

  const planned = prior === null ? withUnknowns(block, proposed) : withoutWriteOnly(block, proposed);
  fillFromProvider(block, planned, config ?? {}, account);
  for (const path of unknownInSets(block, config ?? {})) account.unknownInSets.add(`${type}.${path}`);
  addEmptyBlocks(type, planned);
  if (prior === null || isDeepStrictEqual(prior, planned)) return { planned, replacedBy: [] };

  for (const name of renewedByUpdate[type] ?? []) planned[name] = unknown;
  const candidates = [...(replacedBy[type] ?? []), ...(sometimesReplacedBy[type]?.(prior, planned) ?? [])];
  const changed = candidates.filter((name) => !isDeepStrictEqual(prior[name], planned[name]));
  return { planned, replacedBy: isMoved(block, prior, planned) ? [...changed, 'region'] : changed };
}

/** Nothing moves from one region to another; of an imported resource the region may not be known. */
function isMoved(block: Block, prior: Values, planned: Values): boolean {
  const { region } = block.attributes;
  return region?.computed === true && region.optional && prior.region !== null && prior.region !== planned.region;
}

/** Every computed attribute that the configuration leaves open, at any depth, is known only after the apply. */
function withUnknowns(block: Block, values: Values): Values {
  const result = withoutWriteOnly(block, values);
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (attribute.computed && result[name] === null) result[name] = unknown;
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    result[name] = mapBlocks(values[name] ?? null, nested.nesting, (inner) => withUnknowns(nested.block, inner));
  }
  return result;
}

function withoutWriteOnly(block: Block, values: Values): Values {
  const hidden = Object.entries(block.attributes).filter(([, attribute]) => attribute.writeOnly);
  return { ...values, ...Object.fromEntries(hidden.map(([name]) => [name, null])) };
}

/** Applies a change to each occurrence of a block, whatever collection they form. */
export function mapBlocks(value: Value, nesting: string, change: (values: Values) => Values): Value {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? change(item) : item));
  if (!isObject(value)) return value;
  if (nesting !== 'map') return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isObject(item) ? change(item) : item]));
}

/** What the provider itself, not AWS, decides at plan time: the region, and the tags with the default ones. */
function fillFromProvider(block: Block, planned: Values, config: Values, account: Account): void {
  if (block.attributes.region?.computed && config.region === null) planned.region = account.region;
  if (!block.attributes.tags_all) return;
  const tags = planned.tags ?? {};
  planned.tags_all = isObject(tags) && isWhollyKnown(tags) ? { ...account.defaultTags, ...tags } : unknown;
}
