import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import type { Construct } from 'constructs';
import type { Network } from '../network/network';
import type { Ec2Compute } from '../settings/compute-settings';
import { replaceTrigger } from '../terraform/replace-trigger';
import type { InstanceTemplate } from './instance-template';

export interface AutoscalingGroupProps {
  readonly name: string;
  readonly compute: Ec2Compute;
  readonly network: Network;
  readonly template: InstanceTemplate;
  /** The tags of the instances. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The preferences of an instance refresh: first a new host starts, then ECS moves the tasks, then the old host stops. */
export const refreshPreferences = {
  minHealthyPercentage: 100,
  maxHealthyPercentage: 200,
  scaleInProtectedInstances: 'Refresh',
} as const;

/** Defines the autoscaling group of the hosts. ECS decides when it adds and removes a host. */
export function defineAutoscalingGroup(scope: Construct, props: AutoscalingGroupProps): AutoscalingGroup {
  const { name, compute, network, template, tags } = props;
  return new AutoscalingGroup(scope, 'autoscaling-group', {
    name,
    minSize: compute.hosts.min,
    maxSize: compute.hosts.max,
    vpcZoneIdentifier: network.privateSubnetIds,
    launchTemplate: { id: template.id, version: template.version },
    // Only ECS may remove a host, after it has moved the tasks of the host.
    protectFromScaleIn: true,
    // Hosts contain no data. Without this argument, the lifecycle hooks of ECS can delay a destroy for hours.
    forceDelete: true,
    healthCheckType: 'EC2',
    defaultInstanceWarmup: 60,
    // The dashboard shows these metrics. They are free.
    enabledMetrics: ['GroupDesiredCapacity', 'GroupInServiceInstances', 'GroupMaxSize'],
    // Without an instance refresh, hosts would remain in a removed subnet, and AWS could not delete that subnet.
    instanceRefresh: { strategy: 'Rolling', preferences: refreshPreferences, triggers: ['vpc_zone_identifier'] },
    tag: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    dependsOn: [...template.dependencies, ...network.internetAccess],
    lifecycle: {
      // The capacity provider changes the desired capacity, and an apply must not reset it.
      ignoreChanges: ['desired_capacity'],
      // Hosts in one VPC cannot run tasks in another VPC.
      replaceTriggeredBy: [replaceTrigger(scope, 'vpc', network.vpcId)],
    },
  });
}
