import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import {
  Fn,
  type ITerraformDependable,
  Op,
  TerraformLocal,
  type TerraformResourceLifecycle,
  TerraformSelf,
  TerraformStack,
  Token,
} from 'cdktf';
import type { Construct } from 'constructs';
import { defaultRuleQuota, isPrefixList } from '../settings/ingress-settings';
import { createBeforeDestroy } from '../terraform/create-before-destroy';

/** A port that accepts requests: a port of the load balancer or, if there is none, of the tasks. */
export interface IngressPort {
  /** The end of the construct id of each rule for this port. */
  readonly suffix: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly port: number;
}

export interface AllowedNetworksProps {
  readonly securityGroupId: string;
  readonly ports: readonly IngressPort[];
  /** The only networks whose requests are accepted: IPv4 ranges, and ids of prefix lists. @default the internet */
  readonly allowFrom?: readonly string[];
  /** The lifecycle of the security group rules. @default `createBeforeDestroy` */
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** Defines security group rules that accept requests from the internet, or only from `allowFrom`. */
export function allowNetworks(
  scope: Construct,
  { securityGroupId, ports, allowFrom, lifecycle = createBeforeDestroy }: AllowedNetworksProps,
) {
  const sources = allowFrom ? sourcesOf(scope, allowFrom, ports.length) : [internet];
  return sources.flatMap(({ id, name, range }) =>
    ports.map(
      ({ suffix, protocol, port }): ITerraformDependable =>
        new VpcSecurityGroupIngressRule(scope, `${id}${suffix}`, {
          ...range,
          securityGroupId,
          description: `${protocol} from ${name}`,
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          lifecycle,
        }),
    ),
  );
}

/** A network whose requests are accepted. */
interface Source {
  /** The first part of the construct id of each rule for this network. */
  readonly id: string;
  readonly name: string;
  readonly range: { readonly cidrIpv4: string } | { readonly prefixListId: string };
}

const internet: Source = { id: 'internet', name: 'the internet', range: { cidrIpv4: '0.0.0.0/0' } };

function sourcesOf(scope: Construct, networks: readonly string[], ports: number): Source[] {
  const lists = networks.filter(isPrefixList).map((id) => [id, findPrefixList(scope, id)] as const);
  const found = new Map(lists);
  if (found.size > 0) warnOfQuota(scope, { ranges: networks.length - found.size, lists: [...found.values()], ports });
  return networks.map((name) => {
    const list = found.get(name);
    const range = list ? { prefixListId: list.id } : { cidrIpv4: name };
    return { id: `allowed-${name.replace(/[./]/g, '-')}`, name, range };
  });
}

/** Looks up a prefix list. The plan fails if the list does not exist. */
function findPrefixList(scope: Construct, id: string): DataAwsEc2ManagedPrefixList {
  const list = new DataAwsEc2ManagedPrefixList(scope, id, { id });
  list.lifecycle = {
    postcondition: [
      {
        condition: Op.eq(TerraformSelf.getString('address_family'), 'IPv4'),
        errorMessage: `ingress.allowFrom: the prefix list ${id} contains IPv6 ranges, but the app's public address is IPv4 only. Use a list of IPv4 ranges.`,
      },
    ],
  };
  return list;
}

interface RuleCounts {
  /** The number of IPv4 ranges. */
  readonly ranges: number;
  readonly lists: readonly DataAwsEc2ManagedPrefixList[];
  /** The number of ports. */
  readonly ports: number;
}

/** Makes the plan warn if the rules exceed the default quota. This is not an error, because AWS may have granted a higher quota. */
function warnOfQuota(scope: Construct, { ranges, lists, ports }: RuleCounts): void {
  const entries = Fn.sum([ranges, ...lists.map(({ maxEntries }) => maxEntries)]);
  const rules = new TerraformLocal(scope, 'allowed-rules', Op.mul(entries, ports));
  // cdktf has no class for a `check` block.
  TerraformStack.of(scope).addOverride('check.allowed_networks.assert', [
    {
      condition: Op.lte(rules.asNumber, defaultRuleQuota),
      error_message: `ingress.allowFrom counts as ${Token.asString(rules.fqn)} rules in the security group, but AWS allows ${defaultRuleQuota} by default (quota L-0EA8095F). A prefix list counts as its maximum number of entries, and each port counts. Lower the list's maximum number of entries, or request a higher quota.`,
    },
  ]);
}
