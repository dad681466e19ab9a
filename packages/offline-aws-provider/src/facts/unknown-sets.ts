import type { Block, CtyType } from '../schema';
import { isWhollyKnown, Unknown, type Values } from '../value';
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

/**
 * The paths in a configuration of values that are known only after the apply and are part of a set of blocks:
 * `load_balancer.target_group_arn`. A set of texts bears such a value: Terraform lets an unknown element become any text.
 */
export function unknownInSets(block: Block, config: Values, isInSet = false): string[] {
  const ofAttributes = Object.entries(block.attributes)
    .filter(([name, { type }]) => (isInSet || isSetOfObjects(type)) && !isWhollyKnown(config[name] ?? null))
    .map(([name]) => name);
  const ofBlocks = Object.entries(block.blocks).flatMap(([name, nested]) => {
    const isSet = isInSet || nested.nesting === 'set';
    if (config[name] instanceof Unknown) return isSet ? [name] : [];
    const found = blocksOf(config[name]).flatMap((inner) => unknownInSets(nested.block, inner, isSet));
    return [...new Set(found)].map((path) => `${name}.${path}`);
  });
  return [...ofAttributes, ...ofBlocks];
}

function isSetOfObjects(type: CtyType): boolean {
  return Array.isArray(type) && type[0] === 'set' && Array.isArray(type[1]) && type[1][0] === 'object';
}
