import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import { allowNetworks, type IngressPort } from '../network/allowed-networks';
import { createBeforeDestroy } from '../terraform/create-before-destroy';

export interface LoadBalancerSecurityGroupProps {
  readonly namePrefix: string;
  readonly vpcId: string;
  /** The sources whose connections are allowed, and the ports. */
  readonly ingress: InternetIngress | 'cloudfront';
}

/** Ingress from the internet, or from some networks, on the ports of the listeners. */
export interface InternetIngress {
  readonly ports: readonly (80 | 443)[];
  /** The only networks whose requests the load balancer accepts. @default the internet */
  readonly allowFrom?: readonly string[];
}

const ingressPorts: Readonly<Record<80 | 443, IngressPort>> = {
  80: { suffix: '-http', protocol: 'HTTP', port: 80 },
  443: { suffix: '-https', protocol: 'HTTPS', port: 443 },
};

/**
 * Defines the security group of the load balancer, with ingress from the internet, from some networks, or only from CloudFront.
 * `defineTaskSecurityGroup` adds the egress rule.
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
  const ports = ingress.ports.map((port) => ingressPorts[port]);
  allowNetworks(scope, { securityGroupId: id, ports, allowFrom: ingress.allowFrom });
  return id;
}

/**
 * Allows requests from AWS's prefix list of CloudFront's addresses. Only CloudFront's network interfaces in the VPC can reach an internal
 * load balancer from these addresses, so no other customer of CloudFront can. The security group of these interfaces would be narrower, but
 * AWS creates it only with the first VPC origin. The list counts as 55 of the 60 rules that a security group may have.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
function allowCloudfront(scope: Construct, securityGroupId: string): void {
  const list = new DataAwsEc2ManagedPrefixList(scope, 'cloudfront', {
    name: 'com.amazonaws.global.cloudfront.origin-facing',
  });
  new VpcSecurityGroupIngressRule(scope, 'cloudfront-http', {
    securityGroupId,
    description: 'HTTP from CloudFront',
    prefixListId: list.id,
    ipProtocol: 'tcp',
    fromPort: 80,
    toPort: 80,
    lifecycle: createBeforeDestroy,
  });
}
