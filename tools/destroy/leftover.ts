/** A resource in AWS that still has the tags or the name of an environment after Terraform has destroyed the environment. */
export interface Leftover {
  /** The kind of resource, in the plural: leftovers of the same kind are listed together. */
  readonly kind: string;
  readonly arn: string;
  /** Why the resource still exists, and what it costs. */
  readonly why: string;
  /** The command that deletes the resource; undefined if no action is needed, or if only the console can delete the resource. */
  readonly remedy: string | undefined;
}

interface Kind extends Pick<Leftover, 'kind' | 'why'> {
  /** Matches the service and the resource in an ARN. The capture group is passed to `remedy`. */
  readonly pattern: RegExp;
  readonly remedy?: (name: string, arn: string) => string;
}

const listedLonger =
  'AWS lists a deleted resource for about an hour. If a resource is still listed after that, it still exists and costs money. Delete it in the console.';

/** The kinds of resources that a destroy leaves in AWS on purpose, and the kinds that AWS still lists after their deletion. */
const kinds: readonly Kind[] = [
  {
    kind: 'snapshots of the database',
    pattern: /^rds:snapshot:(.+)$/,
    why: 'A final or a manual snapshot. AWS bills a snapshot per GB until you delete it:',
    remedy: (name) => `aws rds delete-db-snapshot --db-snapshot-identifier ${name}`,
  },
  {
    kind: 'automated backups of the database',
    pattern: /^rds:auto-backup:(.+)$/,
    why: 'RDS deletes an automated backup after its retention period. To delete it now:',
    remedy: (_id, arn) => `aws rds delete-db-instance-automated-backup --db-instance-automated-backups-arn ${arn}`,
  },
  {
    kind: 'snapshots of disks',
    pattern: /^ec2:snapshot\/(.+)$/,
    why: 'A snapshot that somebody created. AWS bills a snapshot per GB until you delete it:',
    remedy: (id) => `aws ec2 delete-snapshot --snapshot-id ${id}`,
  },
  {
    kind: 'log groups',
    pattern: /^logs:log-group:(.+)$/,
    why: 'An AWS service created the log group again, to write its last log lines. It has no retention period, so it keeps these lines, and remains until you delete it:',
    remedy: (name) => `aws logs delete-log-group --log-group-name ${name}`,
  },
  {
    kind: 'parameters',
    pattern: /^ssm:parameter(\/.+)$/,
    why: "The parameter is not in Terraform's state. It costs nothing. To delete it:",
    remedy: (name) => `aws ssm delete-parameter --name ${name}`,
  },
  {
    kind: 'secrets',
    pattern: /^secretsmanager:secret:(.+)$/,
    why: 'Secrets Manager keeps a deleted secret for 7 to 30 days, at no cost. To delete it now:',
    remedy: (_name, arn) => `aws secretsmanager delete-secret --force-delete-without-recovery --secret-id '${arn}'`,
  },
  {
    kind: 'revisions of the task definition',
    pattern: /^ecs:task-definition\/(.+)$/,
    why: 'ECS keeps every revision that has run, at no cost. To delete a revision:',
    remedy: (revision) =>
      ['deregister-task-definition --task-definition', 'delete-task-definitions --task-definitions']
        .map((call) => `aws ecs ${call} ${revision}`)
        .join(' && '),
  },
  { kind: 'EC2 instances', pattern: /^ec2:instance\//, why: listedLonger },
  { kind: 'NAT gateways', pattern: /^ec2:natgateway\//, why: listedLonger },
  {
    kind: 'services, clusters and tasks',
    pattern: /^ecs:(service|cluster|task|container-instance)\//,
    why: listedLonger,
  },
];

/**
 * Explains why a resource still exists, and how to delete it.
 * @param region the region for the command that deletes the resource, if the ARN contains none
 */
export function leftoverOf(arn: string, region: string): Leftover {
  const [, , service = '', ownRegion, , ...rest] = arn.split(':');
  for (const { kind, pattern, why, remedy } of kinds) {
    const match = pattern.exec(`${service}:${rest.join(':')}`);
    if (!match) continue;
    const command = remedy?.(match[1] ?? '', arn).replace(/( &&|$)/g, ` --region ${ownRegion || region}$1`);
    return { kind, arn, why, remedy: command };
  }
  return {
    kind: `other resources of ${service}`,
    arn,
    why: "The resource is not in Terraform's state. AWS may list a deleted resource by its tags for some hours. If the resource still exists after that, delete it in the console.",
    remedy: undefined,
  };
}

/**
 * Formats the leftovers by kind, each with the command that deletes it or, if there is none, its ARN. Leftovers that
 * cost money come first.
 */
export function formatLeftovers(leftovers: readonly Leftover[]): string {
  const known = kinds.map(({ kind }) => kind);
  const others = leftovers.map(({ kind }) => kind).filter((kind) => !known.includes(kind));
  return [...new Set([...known, ...others])]
    .map((kind) => leftovers.filter((leftover) => leftover.kind === kind))
    .flatMap((all) => {
      const [first] = all;
      if (!first) return [];
      const lines = all.map(({ remedy, arn }) => `    ${remedy ?? arn}`);
      return [`  ${first.kind}: ${all.length}`, `    ${first.why}`, ...lines];
    })
    .join('\n');
}
