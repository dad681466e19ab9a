import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable, TerraformResourceLifecycle } from 'cdktf';
import type { Construct } from 'constructs';
import { allowNetworks } from '../network/allowed-networks';
import { createBeforeDestroy } from '../network/network';
import { replaceTrigger } from '../replace-trigger';

export interface TaskSecurityGroupProps {
  readonly namePrefix: string;
  readonly vpcId: string;
  /** The port of the app. */
  readonly port: number;
  /**
   * The security group of the load balancer, from which the tasks accept requests.
   * @default none: the tasks accept requests from `allowFrom`
   */
  readonly loadBalancerSecurityGroupId?: string;
  /** Without a load balancer, the only networks whose requests the tasks accept. @default the internet */
  readonly allowFrom?: readonly string[];
}

/** The security group of the tasks. */
export interface TaskSecurityGroup {
  readonly id: string;
  /** The service must depend on these. Otherwise its first tasks cannot pull the image. */
  readonly rules: readonly ITerraformDependable[];
}

const anyAddress = '0.0.0.0/0';

/**
 * Defines the security group of the tasks: ingress on the app's port, from the load balancer or the internet, and egress for HTTPS (ECR,
 * CloudWatch, DynamoDB). DNS needs no rule, because security groups do not filter the resolver of the VPC.
 */
export function defineTaskSecurityGroup(scope: Construct, props: TaskSecurityGroupProps): TaskSecurityGroup {
  const { namePrefix, vpcId, port, loadBalancerSecurityGroupId, allowFrom } = props;
  const group = new SecurityGroup(scope, 'security-group', {
    namePrefix,
    vpcId,
    description: 'Tasks of the app',
    lifecycle: createBeforeDestroy,
  });
  const rule = portRule(scope, port);
  const ingress =
    loadBalancerSecurityGroupId === undefined
      ? allowNetworks(scope, {
          securityGroupId: group.id,
          ports: [{ suffix: '', protocol: 'HTTP', port }],
          allowFrom,
          lifecycle: rule.lifecycle,
        })
      : allowLoadBalancer(scope, rule, group.id, loadBalancerSecurityGroupId);
  const egress = new VpcSecurityGroupEgressRule(scope, 'https', {
    securityGroupId: group.id,
    description: 'HTTPS to AWS services',
    cidrIpv4: anyAddress,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    lifecycle: createBeforeDestroy,
  });
  return { id: group.id, rules: [...ingress, egress] };
}

/** The arguments of rules for the app's port. */
interface PortRule {
  readonly ipProtocol: 'tcp';
  readonly fromPort: number;
  readonly toPort: number;
  readonly lifecycle: TerraformResourceLifecycle;
}

/**
 * A change of the port replaces the rules. Terraform creates the new ones before it updates the service, and deletes the old ones
 * afterwards. So requests reach old and new tasks during the deployment. The provider would change the port of a rule in place.
 */
function portRule(scope: Construct, port: number): PortRule {
  const replaceTriggeredBy = [replaceTrigger(scope, 'port', String(port))];
  return {
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    lifecycle: { ...createBeforeDestroy, replaceTriggeredBy },
  };
}

/** Allows requests from the load balancer: its only egress rule, and an ingress rule of the tasks. */
function allowLoadBalancer(
  scope: Construct,
  rule: PortRule,
  tasks: string,
  loadBalancer: string,
): ITerraformDependable[] {
  return [
    new VpcSecurityGroupEgressRule(scope, 'to-tasks', {
      ...rule,
      securityGroupId: loadBalancer,
      description: 'HTTP to the tasks of the app',
      referencedSecurityGroupId: tasks,
    }),
    new VpcSecurityGroupIngressRule(scope, 'from-load-balancer', {
      ...rule,
      securityGroupId: tasks,
      description: 'HTTP from the load balancer',
      referencedSecurityGroupId: loadBalancer,
    }),
  ];
}
