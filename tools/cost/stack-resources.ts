import { addressesIn } from '../shared/references';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { namedSecrets } from './named-secrets';
import { type PricedResource, PricedResources } from './priced-resources';

/** Reads all resources of the synthesized JSON, of any type, and the secrets and keys that it names. */
export function synthesizedResources(stack: SynthesizedStack): PricedResources {
  return new PricedResources(stack.region, [...stack.allResources().flatMap(toResource), ...namedSecrets(stack)]);
}

function toResource({ type, address, block }: ReturnType<SynthesizedStack['allResources']>[number]): PricedResource[] {
  const { count } = block;
  const resource = {
    address,
    type,
    values: block,
    needsImage: /\bdeployed_image\b/.test(String(count)),
    references: (argument: string) => addressesIn(block[argument]),
  };
  return typeof count === 'number' ? Array.from({ length: count }, () => resource) : [resource];
}
