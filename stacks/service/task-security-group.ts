import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable, TerraformResourceLifecycle } from 'cdktf';
import type { Construct } from 'constructs';
import { allowNetworks } from '../network/allowed-networks';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { replaceTrigger } from '../terraform/replace-trigger';

export interface TaskSecurityGroupProps {
  readonly namePrefix: string;
  readonly vpcId: string;
  /** The port on which the app serves HTTP. */
  readonly port: number;
  /**
   * The id of the load balancer's security group. The tasks accept requests only from this group.
   * @default none: the tasks accept requests from `allowFrom`
   */
  readonly loadBalancerSecurityGroupId?: string;
  /** The only networks from which the tasks accept requests. This has no effect with a load balancer. @default the internet */
  readonly allowFrom?: readonly string[];
}

/** The security group of the tasks. */
export interface TaskSecurityGroup {
  readonly id: string;
  /** The rules of the security group. The service must depend on them: without the rules, the first tasks could not pull the image. */
  readonly rules: readonly ITerraformDependable[];
}

const anyAddress = '0.0.0.0/0';

/**
 * Defines the security group of the tasks. It accepts requests on the app's port, from the load balancer or from `allowFrom`. It allows
 * outbound HTTPS, for ECR, CloudWatch and DynamoDB. DNS needs no rule, because security groups do not filter the resolver of the VPC.
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
      : allowLoadBalancer(scope, rule, { tasks: group.id, loadBalancer: loadBalancerSecurityGroupId });
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

/** The arguments that all rules for the app's port have in common. */
interface PortRule {
  readonly ipProtocol: 'tcp';
  readonly fromPort: number;
  readonly toPort: number;
  readonly lifecycle: TerraformResourceLifecycle;
}

/**
 * Returns the arguments of rules for the app's port. If the port changes, Terraform replaces the rules: it creates the new rules before it
 * updates the service, and deletes the old rules afterwards. So requests reach both old and new tasks during the deployment. Without the
 * replacement, the AWS provider would change the port of a rule in place.
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

/** The ids of two security groups. */
interface SecurityGroupIds {
  readonly tasks: string;
  readonly loadBalancer: string;
}

/**
 * Allows requests from the load balancer to the tasks: by an egress rule of the load balancer's security group, and by an ingress rule of
 * the tasks' security group.
 */
function allowLoadBalancer(
  scope: Construct,
  rule: PortRule,
  { tasks, loadBalancer }: SecurityGroupIds,
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
