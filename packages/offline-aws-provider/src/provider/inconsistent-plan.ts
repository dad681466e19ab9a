import { blocksOf, isWhollyKnown, Unknown, type Values } from '../protocol/value';
import type { Block, CtyType } from '../schema/provider-schema';

/**
 * The sets of blocks for which the real provider makes an inconsistent plan, by resource type. If a value in such a set is unknown, the
 * provider adds an empty block to the plan. Terraform then fails during the apply with "Provider produced inconsistent final plan".
 * Source: https://github.com/hashicorp/terraform-provider-aws/issues/39584
 */
const inconsistentSets: Readonly<Record<string, { readonly name: string; readonly emptyBlock: Values }>> = {
  aws_ecs_service: {
    name: 'capacity_provider_strategy',
    emptyBlock: { base: null, capacity_provider: '', weight: null },
  },
};

/** Adds an empty block to a set of blocks in `planned` that contains unknown values, as the real provider does. */
export function addEmptyBlock(type: string, planned: Values): void {
  const set = inconsistentSets[type];
  if (set === undefined) return;
  const blocks = planned[set.name];
  if (Array.isArray(blocks) && !isWhollyKnown(blocks)) planned[set.name] = [...blocks, { ...set.emptyBlock }];
}

/**
 * Returns the paths of unknown values in sets of blocks, for example `load_balancer.target_group_arn`. Unknown values in a set of strings
 * are not included: Terraform allows them to become any string, so the plan cannot become inconsistent.
 */
export function unknownInSets(block: Block, config: Values, isInSet = false): string[] {
  const attributes = Object.entries(block.attributes)
    .filter(([name, { type }]) => (isInSet || isSetOfObjects(type)) && !isWhollyKnown(config[name] ?? null))
    .map(([name]) => name);
  const nested = Object.entries(block.blocks).flatMap(([name, inner]) => {
    const isSet = isInSet || inner.nesting === 'set';
    if (config[name] instanceof Unknown) return isSet ? [name] : [];
    const found = blocksOf(config[name]).flatMap((values) => unknownInSets(inner.block, values, isSet));
    return [...new Set(found)].map((path) => `${name}.${path}`);
  });
  return [...attributes, ...nested];
}

function isSetOfObjects(type: CtyType): boolean {
  return Array.isArray(type) && type[0] === 'set' && Array.isArray(type[1]) && type[1][0] === 'object';
}
