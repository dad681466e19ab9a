import { EcsCapacityProvider } from '@cdktf/provider-aws/lib/ecs-capacity-provider';
import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import type { Network } from '../network/network';
import type { Ec2Compute } from '../settings/compute-settings';
import { triggerOf } from '../terraform/replace-trigger';
import { defineAutoscalingGroup } from './autoscaling-group';
import { hostPermissions } from './host-permissions';
import { defineInstanceTemplate, tagsOf } from './instance-template';

export interface HostsProps {
  readonly environment: Environment;
  readonly compute: Ec2Compute;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly cluster: EcsCluster;
  readonly network: Network;
}

/**
 * The public SSM parameters with the id of AWS's latest ECS-optimized machine image. The image contains the ECS agent and the Systems
 * Manager agent.
 */
const imageParameters: Readonly<Record<Ec2Compute['architecture'], string>> = {
  ARM64: '/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id',
  X86_64: '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
};

/**
 * The EC2 instances in the private subnets that run the tasks (ECS container instances). A capacity provider adds hosts when the tasks need
 * more capacity, and removes empty hosts. Before a host stops, ECS moves its tasks to other hosts.
 */
export class Hosts extends Construct {
  readonly securityGroupId: string;
  /** The `Name` tag of every host. */
  readonly instanceName: string;
  readonly autoscalingGroupName: string;
  readonly capacityProviderName: string;
  /** A reference for `replaceTriggeredBy`. It changes when the capacity provider is replaced. */
  readonly capacityProviderArn: string;

  constructor(scope: Construct, id: string, props: HostsProps) {
    super(scope, id);
    const { environment, compute, accountId, cluster, network } = props;
    const template = defineInstanceTemplate(this, {
      environment,
      accountId,
      vpcId: network.vpcId,
      name: 'hosts',
      description: 'Hosts of the tasks',
      instanceType: compute.instanceType,
      imageParameter: imageParameters[compute.architecture],
      // The minimum disk size for AWS's machine image.
      diskGiB: 30,
      permissions: { 'join-cluster': hostPermissions(environment, cluster, accountId) },
      userData: Fn.base64encode(joinCluster(cluster.name)),
    });
    const tags = { ...tagsOf({ environment, name: 'hosts' }), AmazonECSManaged: 'true' };
    // The name is a literal and not a reference. The AWS provider rejects a service if the name of its capacity provider is unknown at plan
    // time: https://github.com/hashicorp/terraform-provider-aws/issues/39584
    const name = physicalName(environment, 'hosts', 'autoscalingGroup');
    const group = defineAutoscalingGroup(this, { name, compute, network, template, tags });
    const capacityProvider = new EcsCapacityProvider(this, 'capacity-provider', {
      name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: group.arn,
        managedTerminationProtection: 'ENABLED',
        managedDraining: 'ENABLED',
        managedScaling: { status: 'ENABLED', targetCapacity: 100, instanceWarmupPeriod: 60 },
      },
    });
    this.securityGroupId = template.securityGroupId;
    this.instanceName = tags.Name;
    this.autoscalingGroupName = group.name;
    this.capacityProviderName = capacityProvider.name;
    this.capacityProviderArn = triggerOf(capacityProvider, 'arn');
  }
}

/**
 * Returns the script that configures the ECS agent. It prevents tasks from using the role of the host, because tasks have roles of their
 * own.
 */
function joinCluster(clusterName: string): string {
  return `#!/bin/sh
cat >>/etc/ecs/ecs.config <<'END'
ECS_CLUSTER=${clusterName}
ECS_AWSVPC_BLOCK_IMDS=true
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
END
`;
}
