import type { Block, CtyType } from '../schema';
import { isWhollyKnown, Unknown, type Value, type Values } from '../value';
import { blocksOf } from './check';

/**
 * The sets of blocks in which the real provider does not bear a value that is known only after the apply. It plans an empty
 * block besides, so Terraform refuses the final plan in the middle of the apply: "planned set element … does not correlate".
 *
 * Source: https://github.com/hashicorp/terraform-provider-aws/issues/39584
 */
const intolerant: Readonly<Record<string, { readonly name: string; readonly empty: Values }>> = {
  aws_ecs_service: {
    name: 'capacity_provider_strategy',
    empty: { base: null, capacity_provider: '', weight: null },
  },
};

/** Adds to the plan what the real provider adds by mistake. */
export function addEmptyBlocks(type: string, planned: Values): void {
  const set = intolerant[type];
  if (set === undefined) return;
  const blocks = planned[set.name];
  if (Array.isArray(blocks) && !isWhollyKnown(blocks)) planned[set.name] = [...blocks, { ...set.empty }];
}

/** The paths of the sets in a configuration that hold a value known only after the apply: `load_balancer.target_group_arn`. */
export function unknownInSets(block: Block, config: Values, isInSet = false): string[] {
  const ofAttributes = Object.entries(block.attributes)
    .filter(([name, { type }]) => isUnknownInSet(type, config[name], isInSet))
    .map(([name]) => name);
  const ofBlocks = Object.entries(block.blocks).flatMap(([name, nested]) => {
    const isSet = isInSet || nested.nesting === 'set';
    if (config[name] instanceof Unknown) return isSet ? [name] : [];
    const found = blocksOf(config[name]).flatMap((inner) => unknownInSets(nested.block, inner, isSet));
    return [...new Set(found)].map((path) => `${name}.${path}`);
  });
  return [...ofAttributes, ...ofBlocks];
}

function isUnknownInSet(type: CtyType, value: Value | undefined, isInSet: boolean): boolean {
  return (isInSet || (Array.isArray(type) && type[0] === 'set')) && !isWhollyKnown(value ?? null);
}
