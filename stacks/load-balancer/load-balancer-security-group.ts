import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import { createBeforeDestroy } from '../network/network';

export interface LoadBalancerSecurityGroupProps {
  readonly namePrefix: string;
  readonly vpcId: string;
  /** The ports of the listeners. */
  readonly ports: readonly (80 | 443)[];
}

const protocols = { 80: 'http', 443: 'https' } as const;

/**
 * Defines the security group of the load balancer, with ingress from the internet at the ports of the listeners. The security group of
 * the tasks adds the egress rule.
 * @returns the id of the security group
 */
export function defineLoadBalancerSecurityGroup(scope: Construct, props: LoadBalancerSecurityGroupProps): string {
  const { namePrefix, vpcId, ports } = props;
  const group = new SecurityGroup(scope, 'security-group', {
    namePrefix,
    vpcId,
    description: 'Load balancer of the app',
    lifecycle: createBeforeDestroy,
  });
  for (const port of ports) {
    const protocol = protocols[port];
    new VpcSecurityGroupIngressRule(scope, `internet-${protocol}`, {
      securityGroupId: group.id,
      description: `${protocol.toUpperCase()} from the internet`,
      cidrIpv4: '0.0.0.0/0',
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      lifecycle: createBeforeDestroy,
    });
  }
  return group.id;
}
