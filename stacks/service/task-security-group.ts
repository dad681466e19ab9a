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
}

export interface TaskSecurityGroup {
  readonly id: string;
  /** A service depends on these, or its first tasks cannot pull their image. */
  readonly rules: readonly ITerraformDependable[];
}

const everywhere = '0.0.0.0/0';

/**
 * Lets the internet in at the app's port, and the app out by HTTPS (ECR, CloudWatch, DynamoDB). Names are looked up
 * at the VPC's own resolver, which no security group stands before.
 */
export function defineTaskSecurityGroup(scope: Construct, props: TaskSecurityGroupProps): TaskSecurityGroup {
  const group = new SecurityGroup(scope, 'security-group', {
    ...props,
    description: 'Tasks of the app',
    lifecycle: tasksMoveFirst,
  });
  const ingress = new VpcSecurityGroupIngressRule(scope, 'internet', {
    securityGroupId: group.id,
    description: 'HTTP from the internet',
    cidrIpv4: everywhere,
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    lifecycle: tasksMoveFirst,
  });
  const egress = new VpcSecurityGroupEgressRule(scope, 'https', {
    securityGroupId: group.id,
    description: 'HTTPS to AWS services',
    cidrIpv4: everywhere,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    lifecycle: tasksMoveFirst,
  });
  return { id: group.id, rules: [ingress, egress] };
}
