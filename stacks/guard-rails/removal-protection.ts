import { blocksIn, isFalse, isTrue } from './attributes';
import type { Block } from './configuration';
import type { Rule } from './rule';

/** The arguments that protect a resource and its data from deletion. In addition, every type needs `prevent_destroy`. */
interface ProtectionArguments {
  /** The arguments that must be true. AWS then refuses to delete the resource. */
  readonly on?: readonly string[];
  /** The arguments that must be false. If one is true, a deletion also deletes the content, or AWS makes no final snapshot. */
  readonly off?: readonly string[];
}

const database: ProtectionArguments = { on: ['deletion_protection'], off: ['skip_final_snapshot'] };
const loadBalancer: ProtectionArguments = { on: ['enable_deletion_protection'] };
const protections: Readonly<Record<string, ProtectionArguments>> = {
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
  aws_sqs_queue: {},
};

/**
 * Requires, with `removal: 'protect'`, that no resource with data can be deleted. Both protections are necessary: Terraform's
 * `prevent_destroy` disappears with the resource's configuration, but AWS's protection stays until an apply turns it off.
 */
export const removalProtection: Rule = (configuration, { removal }) => {
  if (removal !== 'protect') return [];
  return configuration.resourcesOf(...Object.keys(protections)).flatMap((block) => {
    const missing = missingOf(block, protections[block.type]);
    return missing.length === 0
      ? []
      : [
          {
            block,
            message: `The environment has removal: 'protect', but this resource can be deleted. Set ${missing.join(', ')}.`,
          },
        ];
  });
};

function missingOf({ attributes }: Block, protection: ProtectionArguments | undefined): string[] {
  const { on = [], off = [] } = protection ?? {};
  const isPrevented = blocksIn(attributes, 'lifecycle').some(({ prevent_destroy }) => isTrue(prevent_destroy));
  return [
    ...on.filter((name) => !isTrue(attributes[name])).map((name) => `${name} = true`),
    ...off.filter((name) => !isFalse(attributes[name])).map((name) => `${name} = false`),
    ...(isPrevented ? [] : ['lifecycle { prevent_destroy = true }']),
  ];
}
