import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../aws/account';
import { unknown } from '../protocol/dynamic-value';
import { isObject, isWhollyKnown, type Values } from '../protocol/value';
import type { Block } from '../schema/provider-schema';
import { forceNewArguments, newAfterUpdate, sometimesForceNewArguments } from './force-new-arguments';
import { addEmptyBlock, unknownInSets } from './inconsistent-plan';
import { mapBlocks } from './nested-blocks';

/** A change that Terraform proposes. */
export interface ProposedChange {
  readonly type: string;
  readonly block: Block;
  /** The attributes before the change; null for a creation. */
  readonly prior: Values | null;
  /** The configuration, with the prior values of computed attributes; null for a deletion. */
  readonly proposed: Values | null;
  readonly config: Values | null;
}

/** The plan that the provider returns for a change. */
export interface ChangePlan {
  readonly planned: Values | null;
  /** The changed arguments that force a new resource. */
  readonly requiresReplace: readonly string[];
}

/** Plans a change. Attributes that AWS sets become unknown. Attributes that the provider sets, such as the region, get their values. */
export function planChange(change: ProposedChange, account: Account): ChangePlan {
  const { type, block, prior, proposed, config } = change;
  if (proposed === null) return { planned: null, requiresReplace: [] };

  const planned = prior === null ? withUnknowns(block, proposed) : withoutWriteOnly(block, proposed);
  setProviderValues(change, planned, account);
  for (const path of unknownInSets(block, config ?? {})) account.unknownInSets.add(`${type}.${path}`);
  addEmptyBlock(type, planned);
  if (prior === null || isDeepStrictEqual(prior, planned)) return { planned, requiresReplace: [] };

  for (const name of newAfterUpdate[type] ?? []) planned[name] = unknown;
  const forceNew = [
    ...(forceNewArguments[type] ?? []),
    ...(sometimesForceNewArguments[type]?.(prior, planned) ?? []),
    ...(isInOtherRegion(block, prior, planned) ? ['region'] : []),
  ];
  return { planned, requiresReplace: forceNew.filter((name) => !isDeepStrictEqual(prior[name], planned[name])) };
}

/** Whether the region of a resource changes. Such a change always forces a new resource. An imported resource may have no region yet. */
function isInOtherRegion(block: Block, prior: Values, planned: Values): boolean {
  const { region } = block.attributes;
  return region?.computed === true && region.optional && prior.region !== null && prior.region !== planned.region;
}

/** Returns a copy of the values in which every computed attribute without a configured value is unknown, at any depth. */
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
  const writeOnly = Object.entries(block.attributes).filter(([, attribute]) => attribute.writeOnly);
  return { ...values, ...Object.fromEntries(writeOnly.map(([name]) => [name, null])) };
}

/** Sets the values that the provider knows without AWS: the region, and `tags_all` from the tags and the default tags. */
function setProviderValues({ block, config }: ProposedChange, planned: Values, account: Account): void {
  if (block.attributes.region?.computed && config?.region === null) planned.region = account.region;
  if (!block.attributes.tags_all) return;
  const tags = planned.tags ?? {};
  planned.tags_all = isObject(tags) && isWhollyKnown(tags) ? { ...account.defaultTags, ...tags } : unknown;
}
