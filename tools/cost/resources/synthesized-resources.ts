import { addressesIn } from '../../shared/addresses';
import { needsImage, resourceCount } from '../../shared/resource-count';
import { type Block, blocksOf, type SynthesizedStack } from '../../shared/synthesized-stack';
import { type PricedResource, PricedResources } from './priced-resources';
import { referencedSecrets } from './referenced-secrets';

/**
 * Returns everything in the synthesized JSON that may cost money: its resources, its modules, and the secrets and keys to
 * which `app.secrets` refers.
 */
export function synthesizedResources(stack: SynthesizedStack): PricedResources {
  const regions = providerRegions(stack);
  const resources = stack.allResources().flatMap((resource) => toResources(resource, regions, stack.region));
  return new PricedResources(stack.region, [...resources, ...modules(stack), ...referencedSecrets(stack)]);
}

function toResources(
  { type, address, block }: ReturnType<SynthesizedStack['allResources']>[number],
  regions: ReadonlyMap<string, string>,
  stackRegion: string,
): PricedResource[] {
  const number = resourceCount(block);
  const own = block.region ?? (block.provider === undefined ? stackRegion : regions.get(String(block.provider)));
  const region = typeof own === 'string' && !own.includes('${') ? own : undefined;
  const unknown = typeof number === 'string' ? number : region === undefined ? unknownRegion(block) : undefined;
  const resource: PricedResource = {
    address,
    type,
    region: region ?? stackRegion,
    values: block,
    ...(unknown !== undefined && { unknown }),
    needsImage: needsImage(block),
    references: (argument) => addressesIn(block[argument]),
  };
  return Array.from({ length: typeof number === 'number' ? number : 1 }, () => resource);
}

function modules({ document, region }: SynthesizedStack): PricedResource[] {
  const { module = {} } = document as { readonly module?: Block };
  return Object.keys(module).map((name) => ({
    address: `module.${name}`,
    type: 'module',
    region,
    values: {},
    unknown: 'the resources of a module are not in the JSON',
    needsImage: false,
    references: () => [],
  }));
}

function unknownRegion({ region, provider }: Block): string {
  return region === undefined ? `provider = ${provider}` : `region = ${region}`;
}

/** Returns the regions of the AWS providers by their names in the JSON, such as `aws.virginia`. */
function providerRegions({ document }: SynthesizedStack): ReadonlyMap<string, string> {
  const { provider = {} } = document as { readonly provider?: Readonly<Record<string, unknown>> };
  const entries = blocksOf(provider.aws, 'provider.aws').map(
    ({ alias, region }) => [alias === undefined ? 'aws' : `aws.${alias}`, String(region)] as const,
  );
  return new Map(entries);
}
