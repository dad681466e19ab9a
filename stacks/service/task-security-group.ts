import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { port } from '../../contract';
import { tasksMoveFirst } from '../network/network';

export interface TaskSecurityGroupProps {
  readonly namePrefix: string;
  readonly vpcId: string;
  /**
   * The security group of the load balancer that requests come from.
   * @default the whole internet
   */
  readonly loadBalancerSecurityGroupId?: string;
}

export interface TaskSecurityGroup {
  readonly id: string;
  /** A service depends on these, or its first tasks cannot pull their image. */
  readonly rules: readonly ITerraformDependable[];
}

const everywhere = '0.0.0.0/0';

/**
 * Lets requests in at the app's port, from one side only, and the app out by HTTPS (ECR, CloudWatch, DynamoDB). Names are
 * looked up at the VPC's own resolver, which no security group stands before.
 */
export function defineTaskSecurityGroup(scope: Construct, props: TaskSecurityGroupProps): TaskSecurityGroup {
  const { namePrefix, vpcId, loadBalancerSecurityGroupId } = props;
  const group = new SecurityGroup(scope, 'security-group', {
    namePrefix,
    vpcId,
    description: 'Tasks of the app',
    lifecycle: tasksMoveFirst,
  });
  const ingress =
    loadBalancerSecurityGroupId === undefined
      ? [allowInternet(scope, group.id)]
      : allowLoadBalancer(scope, group.id, loadBalancerSecurityGroupId);
  const egress = new VpcSecurityGroupEgressRule(scope, 'https', {
    securityGroupId: group.id,
    description: 'HTTPS to AWS services',
    cidrIpv4: everywhere,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    lifecycle: tasksMoveFirst,
  });
  return { id: group.id, rules: [...ingress, egress] };
}

/** The app's port, as rules have it. */
const appPort = { ipProtocol: 'tcp', fromPort: port, toPort: port, lifecycle: tasksMoveFirst } as const;

function allowInternet(scope: Construct, securityGroupId: string): ITerraformDependable {
  return new VpcSecurityGroupIngressRule(scope, 'internet', {
    ...appPort,
    securityGroupId,
    description: 'HTTP from the internet',
    cidrIpv4: everywhere,
  });
}

/** Out of the load balancer, which may send nowhere else, and into the tasks. */
function allowLoadBalancer(scope: Construct, tasks: string, loadBalancer: string): ITerraformDependable[] {
  return [
    new VpcSecurityGroupEgressRule(scope, 'to-tasks', {
      ...appPort,
      securityGroupId: loadBalancer,
      description: 'HTTP to the tasks of the app',
      referencedSecurityGroupId: tasks,
    }),
    new VpcSecurityGroupIngressRule(scope, 'from-load-balancer', {
      ...appPort,
      securityGroupId: tasks,
      description: 'HTTP from the load balancer',
      referencedSecurityGroupId: loadBalancer,
    }),
  ];
}
