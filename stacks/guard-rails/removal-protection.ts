import { type Block, blocksIn, isFalse, isTrue } from './configuration';
import type { Rule } from './rule';

/** What keeps a resource, and the data in it. */
interface Protection {
  /** AWS refuses to delete it while these are true. */
  readonly on?: readonly string[];
  /** AWS deletes what is in it with it, or keeps no copy, while these are true. */
  readonly off?: readonly string[];
  /** Whether Terraform refuses a plan that would delete it, or replace it. A load balancer holds nothing. */
  readonly preventDestroy: boolean;
}

const database: Protection = { on: ['deletion_protection'], off: ['skip_final_snapshot'], preventDestroy: true };
const protections: Readonly<Record<string, Protection>> = {
  aws_db_instance: database,
  aws_dynamodb_table: { on: ['deletion_protection_enabled'], preventDestroy: true },
  aws_ecr_repository: { off: ['force_delete'], preventDestroy: true },
  aws_lb: { on: ['enable_deletion_protection'], preventDestroy: false },
  aws_rds_cluster: database,
  aws_s3_bucket: { off: ['force_destroy'], preventDestroy: true },
};

/**
 * Where `removal` is `protect`, nothing that holds data can go. Terraform's own protection stands in the configuration and
 * goes with the line that is deleted; AWS's stays until an apply lifts it.
 */
export const removalProtection: Rule = (configuration, removal) => {
  if (removal !== 'protect') return [];
  return configuration.resourcesOf(...Object.keys(protections)).flatMap((block) => {
    const missing = missingOf(block, protections[block.type]);
    return missing.length === 0
      ? []
      : [
          {
            block,
            message: `The environment says removal: 'protect', and this can be deleted. It needs ${missing.join(', ')}.`,
          },
        ];
  });
};

function missingOf({ attributes }: Block, protection: Protection | undefined): string[] {
  const { on = [], off = [], preventDestroy = false } = protection ?? {};
  const isPrevented = blocksIn(attributes, 'lifecycle').some(({ prevent_destroy }) => isTrue(prevent_destroy));
  return [
    ...on.filter((name) => !isTrue(attributes[name])).map((name) => `${name} = true`),
    ...off.filter((name) => !isFalse(attributes[name])).map((name) => `${name} = false`),
    ...(preventDestroy && !isPrevented ? ['lifecycle { prevent_destroy = true }'] : []),
  ];
}
