import type { Values } from '../../protocol/value';
import { newSuffix } from '../ids';
import type { AppliedChange, ComputedAttributes } from './applied-change';
import { ecsAttributes } from './ecs-attributes';
import { iamAttributes } from './iam-attributes';
import { loadBalancingAttributes } from './load-balancing-attributes';
import { monitoringAttributes } from './monitoring-attributes';
import { networkAttributes } from './network-attributes';
import { storageAttributes } from './storage-attributes';

const computedAttributes: ComputedAttributes = {
  ...ecsAttributes,
  ...iamAttributes,
  ...loadBalancingAttributes,
  ...monitoringAttributes,
  ...networkAttributes,
  ...storageAttributes,
};

/** The prefixes of ids in EC2, by resource type: an id such as `vpc-0f3a…` consists of a prefix and random digits. */
const ec2IdPrefixes: Readonly<Record<string, string>> = {
  aws_eip: 'eipalloc',
  aws_flow_log: 'fl',
  aws_instance: 'i',
  aws_internet_gateway: 'igw',
  aws_launch_template: 'lt',
  aws_nat_gateway: 'nat',
  aws_route: 'r-rtb',
  aws_route_table: 'rtb',
  aws_route_table_association: 'rtbassoc',
  aws_security_group: 'sg',
  aws_subnet: 'subnet',
  aws_vpc: 'vpc',
  aws_vpc_endpoint: 'vpce',
  aws_vpc_security_group_egress_rule: 'sgr',
  aws_vpc_security_group_ingress_rule: 'sgr',
};

/**
 * Returns the values of the computed attributes that other resources use: ids, ARNs, names and addresses. Their formats are those of AWS.
 */
export function computeAttributes(type: string, change: AppliedChange): Values {
  const { planned, account } = change;
  const suffix = newSuffix();
  const name = nameOf(planned, suffix);
  const [service = '', ...noun] = type.replace(/^aws_/, '').split('_');
  const prefix = ec2IdPrefixes[type];
  const id = prefix === undefined ? (name ?? suffix) : `${prefix}-${suffix}`;
  return {
    id,
    arn: account.arn(prefix === undefined ? service : 'ec2', `${noun.join('-') || service}/${id}`),
    name: name ?? id,
    bucket: name ?? id,
    ...computedAttributes[type]?.(name ?? id, change),
  };
}

function nameOf(planned: Values, suffix: string): string | undefined {
  for (const name of [planned.name, planned.bucket, planned.identifier]) {
    if (typeof name === 'string') return name;
  }
  for (const prefix of [planned.name_prefix, planned.bucket_prefix, planned.identifier_prefix]) {
    if (typeof prefix === 'string') return `${prefix}${suffix}`;
  }
  return undefined;
}
