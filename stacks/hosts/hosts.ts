import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { EcsCapacityProvider } from '@cdktf/provider-aws/lib/ecs-capacity-provider';
import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Ec2Compute, Environment } from '../environment';
import { physicalName } from '../names';
import type { Network } from '../network/network';
import { replaceTrigger } from '../replace-trigger';
import { hostPermissions } from './host-permissions';
import { defineInstanceTemplate, tagsOf } from './instance-template';

export interface HostsProps {
  readonly environment: Environment;
  readonly compute: Ec2Compute;
  /** The account that everything is in. */
  readonly accountId: string;
  readonly cluster: EcsCluster;
  readonly network: Network;
}

/** AWS's own images for ECS hosts, with the agents of ECS and of Systems Manager. */
const imageParameters: Readonly<Record<Ec2Compute['architecture'], string>> = {
  ARM64: '/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id',
  X86_64: '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
};

/** How hosts are renewed: a new one first, then an old one goes, whose tasks ECS has moved. */
export const refreshPreferences = {
  minHealthyPercentage: 100,
  maxHealthyPercentage: 200,
  scaleInProtectedInstances: 'Refresh',
} as const;

/**
 * EC2 instances in the private subnets, as many as the tasks need: ECS adds hosts when tasks find no room, and takes empty
 * ones away. A host that goes hands its tasks to the others first.
 */
export class Hosts extends Construct {
  readonly securityGroupId: string;
  /** The `Name` tag of every host. */
  readonly instanceName: string;
  readonly autoscalingGroupName: string;
  readonly capacityProviderName: string;
  /** For `replaceTriggeredBy`: changes when the capacity provider is replaced. */
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
      // What the image itself asks for.
      diskGiB: 30,
      permissions: { 'join-cluster': hostPermissions(environment, cluster, accountId) },
      userData: Fn.base64encode(joinCluster(cluster.name)),
    });
    const tags = { ...tagsOf({ environment, name: 'hosts' }), AmazonECSManaged: 'true' };
    // Known at plan time, or the AWS provider refuses the service: https://github.com/hashicorp/terraform-provider-aws/issues/39584
    const name = physicalName(environment, 'hosts', 'autoscalingGroup');
    const group = new AutoscalingGroup(this, 'autoscaling-group', {
      name,
      minSize: compute.hosts.min,
      maxSize: compute.hosts.max,
      vpcZoneIdentifier: network.privateSubnetIds,
      launchTemplate: { id: template.id, version: template.version },
      // ECS decides which host goes, and when: one whose tasks have left.
      protectFromScaleIn: true,
      // A host holds nothing of its own, and hooks of ECS that nobody answers any more would hold up a destroy for hours.
      forceDelete: true,
      healthCheckType: 'EC2',
      defaultInstanceWarmup: 60,
      // Free, and what the dashboard draws.
      enabledMetrics: ['GroupDesiredCapacity', 'GroupInServiceInstances', 'GroupMaxSize'],
      // Hosts in a subnet that the group has left would keep AWS from deleting it.
      instanceRefresh: { strategy: 'Rolling', preferences: refreshPreferences, triggers: ['vpc_zone_identifier'] },
      tag: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      dependsOn: [...template.dependencies, ...network.internetAccess],
      lifecycle: {
        // ECS decides, and an apply must not set it back.
        ignoreChanges: ['desired_capacity'],
        // Hosts of one VPC cannot run tasks of another.
        replaceTriggeredBy: [replaceTrigger(this, 'vpc', network.vpcId)],
      },
    });
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
    this.capacityProviderArn = `${capacityProvider.terraformResourceType}.${capacityProvider.friendlyUniqueId}.arn`;
  }
}

/** Tasks have roles of their own, and no business with the host's. */
function joinCluster(clusterName: string): string {
  return `#!/bin/sh
cat >>/etc/ecs/ecs.config <<'END'
ECS_CLUSTER=${clusterName}
ECS_AWSVPC_BLOCK_IMDS=true
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
END
`;
}
