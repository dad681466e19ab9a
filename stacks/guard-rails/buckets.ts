import { type Attributes, blocksIn, isObject } from './attributes';
import type { Block, Configuration } from './configuration';
import type { Rule } from './rule';

/** Returns the resources of a type that configure one bucket. Most settings of a bucket are separate resources. */
type RelatedBlocks = (type: string) => readonly Block[];

/** Returns a rule that checks each bucket together with the resources that configure it. */
export function bucketRule(
  problem: (bucket: Block, related: RelatedBlocks, configuration: Configuration) => string | undefined,
): Rule {
  return (configuration) =>
    configuration.resourcesOf('aws_s3_bucket').flatMap((block) => {
      const message = problem(block, (type) => relatedBlocks(block, type, configuration), configuration);
      return message === undefined
        ? []
        : [{ block, message: `${message} The class Bucket in stacks/storage/bucket.ts does this.` }];
    });
}

/**
 * Whether a bucket contains logs, according to its tag `Holds`. Logs must expire, and need no versioning. All other buckets contain data.
 */
export function holdsLogs({ attributes: { tags } }: Block): boolean {
  return isObject(tags) && tags.Holds === 'logs';
}

/**
 * Returns the resources of a type that refer to the bucket. Resources with `count` or `for_each` are ignored, because Terraform may create
 * none of them.
 */
function relatedBlocks(bucket: Block, type: string, configuration: Configuration): readonly Block[] {
  const names = [`\${${bucket.address}.id}`, `\${${bucket.address}.bucket}`, bucket.attributes.bucket];
  return configuration
    .resourcesOf(type)
    .filter(({ attributes: { count, for_each } }) => count === undefined && for_each === undefined)
    .filter(({ attributes: { bucket: name } }) => name !== undefined && names.includes(name));
}

/** Returns those lifecycle rules of a bucket that are enabled and apply to every object. */
export function rulesForAllObjects(related: RelatedBlocks): readonly Attributes[] {
  return related('aws_s3_bucket_lifecycle_configuration')
    .flatMap(({ attributes }) => blocksIn(attributes, 'rule'))
    .filter((rule) => rule.status === 'Enabled' && coversEverything(rule));
}

function coversEverything(rule: Attributes): boolean {
  return blocksIn(rule, 'filter').every((filter) =>
    Object.values(filter).every((value) => value === '' || value === null),
  );
}
