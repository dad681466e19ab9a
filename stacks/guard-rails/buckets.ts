import { type Attributes, type Block, blocksIn, type Configuration, isObject } from './configuration';
import type { Rule } from './rule';

/** What says one thing about a bucket: S3 has a resource for each of its settings. */
type Companions = (type: string) => readonly Block[];

/** A rule that looks at one bucket at a time, and at the resources that are about it. */
export function bucketRule(
  problem: (bucket: Block, companions: Companions, configuration: Configuration) => string | undefined,
): Rule {
  return (configuration) =>
    configuration.resourcesOf('aws_s3_bucket').flatMap((block) => {
      const message = problem(block, (type) => companionsOf(block, type, configuration), configuration);
      return message === undefined
        ? []
        : [{ block, message: `${message} Bucket of stacks/storage/bucket.ts does so.` }];
    });
}

/** Whether a bucket holds logs, which need no versions but an end. Every other holds data. */
export function holdsLogs({ attributes: { tags } }: Block): boolean {
  return isObject(tags) && tags.Holds === 'logs';
}

/** Of one that is repeated nobody knows whether it is there once. */
function companionsOf(bucket: Block, type: string, configuration: Configuration): readonly Block[] {
  const names = [`\${${bucket.address}.id}`, `\${${bucket.address}.bucket}`, bucket.attributes.bucket];
  return configuration
    .resourcesOf(type)
    .filter(({ attributes: { count, for_each } }) => count === undefined && for_each === undefined)
    .filter(({ attributes: { bucket: name } }) => name !== undefined && names.includes(name));
}

/** The enabled lifecycle rules that apply to every object of a bucket. */
export function rulesForAllObjects(companions: Companions): readonly Attributes[] {
  return companions('aws_s3_bucket_lifecycle_configuration')
    .flatMap(({ attributes }) => blocksIn(attributes, 'rule'))
    .filter((rule) => rule.status === 'Enabled' && coversEverything(rule));
}

function coversEverything(rule: Attributes): boolean {
  return blocksIn(rule, 'filter').every((filter) =>
    Object.values(filter).every((value) => value === '' || value === null),
  );
}
