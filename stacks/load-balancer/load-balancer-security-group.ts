import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import { createBeforeDestroy } from '../network/network';

export interface LoadBalancerSecurityGroupProps {
  readonly namePrefix: string;
  readonly vpcId: string;
  /** Who may connect, at which ports. */
  readonly ingress: InternetIngress | 'cloudfront';
}

/** Everybody, at the ports of the listeners. */
export interface InternetIngress {
  readonly ports: readonly (80 | 443)[];
}

const protocols = { 80: 'http', 443: 'https' } as const;

/**
 * Defines the security group of the load balancer, with ingress from the internet, or only from CloudFront. The security group of the
 * tasks adds the egress rule.
 * @returns the id of the security group
 */
export function defineLoadBalancerSecurityGroup(scope: Construct, props: LoadBalancerSecurityGroupProps): string {
  const { namePrefix, vpcId, ingress } = props;
  const { id } = new SecurityGroup(scope, 'security-group', {
    namePrefix,
    vpcId,
    description: 'Load balancer of the app',
    lifecycle: createBeforeDestroy,
  });
  if (ingress === 'cloudfront') {
    allowCloudfront(scope, id);
    return id;
  }
  for (const port of ingress.ports) {
    const protocol = protocols[port];
    new VpcSecurityGroupIngressRule(scope, `internet-${protocol}`, {
      ...atPort(port),
      securityGroupId: id,
      description: `${protocol.toUpperCase()} from the internet`,
      cidrIpv4: '0.0.0.0/0',
    });
  }
  return id;
}

/**
 * Allows requests from AWS's list of CloudFront's addresses. Only CloudFront's network interfaces in the VPC can reach an internal load
 * balancer from these addresses, so no other customer of CloudFront can. Their security group would be narrower, but AWS creates it only with
 * the first VPC origin. The list counts as 55 of the 60 rules that a security group may have.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
function allowCloudfront(scope: Construct, securityGroupId: string): void {
  const list = new DataAwsEc2ManagedPrefixList(scope, 'cloudfront', {
    name: 'com.amazonaws.global.cloudfront.origin-facing',
  });
  new VpcSecurityGroupIngressRule(scope, 'cloudfront-http', {
    ...atPort(80),
    securityGroupId,
    description: 'HTTP from CloudFront',
    prefixListId: list.id,
  });
}

/** The arguments of rules for a port. */
function atPort(port: number) {
  return { ipProtocol: 'tcp', fromPort: port, toPort: port, lifecycle: createBeforeDestroy } as const;
}
