import { isIPv4 } from 'node:net';
import type { Values } from '../../value';
import { type Check, exclusive, isGiven, matching, oneOf } from '../check';

const securityGroupPage = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html';
const rulePage = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html';
const documentation = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources';

const securityGroupText = /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/;
const securityGroupTextAllowed = 'at most 255 of the letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*';

export const networkChecks: readonly Check[] = [
  networkAddress('aws_vpc', 'cidr_block', [16, 28]),
  networkAddress('aws_subnet', 'cidr_block', [16, 28]),
  networkAddress('aws_route', 'destination_cidr_block', [0, 32]),
  ...['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'].flatMap((type): Check[] => [
    networkAddress(type, 'cidr_ipv4', [0, 32]),
    { type, attribute: 'from_port', source: rulePage, problem: portsOfEveryProtocol },
    { type, attribute: 'cidr_ipv4', source: `${documentation}/${type.slice(4)}`, problem: oneOther },
    matching(type, 'description', securityGroupText, securityGroupTextAllowed, rulePage),
  ]),
  matching('aws_security_group', 'description', securityGroupText, securityGroupTextAllowed, securityGroupPage),
  matching(
    'aws_security_group',
    'name',
    /^(?!sg-).{1,255}$/,
    'at most 255 characters, not beginning with sg-',
    securityGroupPage,
  ),
  matching(
    'aws_security_group',
    'name_prefix',
    /^(?!sg-).{1,100}$/,
    'at most 100 characters, not beginning with sg-',
    securityGroupPage,
  ),
  exclusive('aws_security_group', 'name_prefix', 'name', `${documentation}/security_group`),
  oneOf(
    'aws_vpc_endpoint',
    'vpc_endpoint_type',
    ['Gateway', 'GatewayLoadBalancer', 'Interface', 'Resource', 'ServiceNetwork'],
    `${documentation}/vpc_endpoint`,
  ),
  oneOf('aws_flow_log', 'max_aggregation_interval', [60, 600], `${documentation}/flow_log`),
  oneOf('aws_flow_log', 'traffic_type', ['ACCEPT', 'ALL', 'REJECT'], `${documentation}/flow_log`),
  {
    type: 'aws_flow_log',
    attribute: 'iam_role_arn',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html',
    problem: ({ log_destination_type, iam_role_arn }) =>
      (log_destination_type ?? 'cloud-watch-logs') === 'cloud-watch-logs' && !isGiven(iam_role_arn)
        ? 'flow logs reach CloudWatch by a role: iam_role_arn is needed.'
        : undefined,
  },
];

/** A CIDR block, without host bits, whose prefix length lies between the two. */
function networkAddress(type: string, attribute: string, [shortest, longest]: [number, number]): Check {
  return {
    type,
    attribute,
    source: `${documentation}/${type.slice(4)}`,
    problem: (config) => {
      const value = config[attribute];
      if (typeof value !== 'string') return undefined;
      const [address = '', length = ''] = value.split('/');
      if (!isIPv4(address) || !/^\d+$/.test(length)) return `"${value}" is no CIDR block like 10.0.0.0/16.`;
      if (Number(length) < shortest || Number(length) > longest) {
        return `the prefix length of "${value}" must lie between /${shortest} and /${longest}.`;
      }
      const bits = address.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
      return bits.join('').slice(Number(length)).includes('1')
        ? `"${value}" has bits set beyond its prefix length of ${length}: give the network's own address.`
        : undefined;
    },
  };
}

function portsOfEveryProtocol({ ip_protocol, from_port, to_port }: Values): string | undefined {
  const isEvery = ip_protocol === '-1' || ip_protocol === 'all';
  return isEvery && (isGiven(from_port) || isGiven(to_port))
    ? 'ip_protocol "-1" means every port of every protocol: leave from_port and to_port out.'
    : undefined;
}

function oneOther({ cidr_ipv4, cidr_ipv6, prefix_list_id, referenced_security_group_id }: Values): string | undefined {
  const given = [cidr_ipv4, cidr_ipv6, prefix_list_id, referenced_security_group_id].filter(isGiven).length;
  return given === 1
    ? undefined
    : `exactly one of cidr_ipv4, cidr_ipv6, prefix_list_id and referenced_security_group_id is needed, not ${given}.`;
}
