import type { ChangedResource } from './changed-resource';

/**
 * The area of the architecture for each type of resource. The patterns match the beginning of the type without `aws_`;
 * the first match counts.
 */
const areas: readonly (readonly [area: string, types: RegExp])[] = [
  ['access', /^(iam_|(default_|vpc_)?security_group)/],
  ['network', /^(vpc|subnet|route(_table.*)?$|internet_gateway|nat_gateway|eip|flow_log|network_acl)/],
  ['load balancer', /^(lb|acm|wafv2|route53|cloudfront)/],
  ['app', /^(ecs|ecr|appautoscaling|autoscaling|launch_template|instance)/],
  ['data', /^(db|rds|dynamodb|s3|secretsmanager|kms|efs|sqs|kinesis)/],
  ['monitoring', /^(cloudwatch|sns|budgets)/],
];

/** Counts resources by area and type. Returns for each area its name and the counts, such as `subnet ×2, vpc`. */
export function countByArea(resources: readonly ChangedResource[]): (readonly [area: string, counts: string])[] {
  const types = resources.map(({ type }) => type.replace(/^aws_/, ''));
  const names = [...areas.map(([area]) => area), 'other'];
  return names.flatMap((name) => {
    const found = types.filter((type) => areaOf(type) === name).sort();
    return found.length > 0 ? [[name, counted(found)] as const] : [];
  });
}

function areaOf(type: string): string {
  return areas.find(([, types]) => types.test(type))?.[0] ?? 'other';
}

function counted(types: readonly string[]): string {
  return [...new Set(types)]
    .map((type) => [type, types.filter((other) => other === type).length] as const)
    .map(([type, count]) => (count > 1 ? `${type} ×${count}` : type))
    .join(', ');
}
