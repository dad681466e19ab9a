import { type Block, blocksIn, isFalse, isTrue } from './configuration';
import type { Rule } from './rule';

/** What keeps a resource, and the data in it, besides `prevent_destroy`, by which Terraform refuses a plan. */
interface Protection {
  /** AWS refuses to delete it while these are true. */
  readonly on?: readonly string[];
  /** AWS deletes what is in it with it, or keeps no copy, while these are true. */
  readonly off?: readonly string[];
}

const database: Protection = { on: ['deletion_protection'], off: ['skip_final_snapshot'] };
const loadBalancer: Protection = { on: ['enable_deletion_protection'] };
const protections: Readonly<Record<string, Protection>> = {
  aws_alb: loadBalancer,
  aws_db_instance: database,
  aws_docdb_cluster: database,
  aws_dynamodb_table: { on: ['deletion_protection_enabled'] },
  aws_ecr_repository: { off: ['force_delete'] },
  aws_efs_file_system: {},
  aws_elasticache_replication_group: {},
  aws_lb: loadBalancer,
  aws_neptune_cluster: database,
  aws_rds_cluster: database,
  aws_redshift_cluster: { off: ['skip_final_snapshot'] },
  aws_s3_bucket: { off: ['force_destroy'] },
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
  const { on = [], off = [] } = protection ?? {};
  const isPrevented = blocksIn(attributes, 'lifecycle').some(({ prevent_destroy }) => isTrue(prevent_destroy));
  return [
    ...on.filter((name) => !isTrue(attributes[name])).map((name) => `${name} = true`),
    ...off.filter((name) => !isFalse(attributes[name])).map((name) => `${name} = false`),
    ...(isPrevented ? [] : ['lifecycle { prevent_destroy = true }']),
  ];
}
