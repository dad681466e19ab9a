import { variables } from '../../contract';
import { type Alternative, changeArguments, removeResources } from './changed-stack';
import { onArm, onArmHosts, onFargate, onSpot, withOneHostFewer, withOneTaskFewer } from './compute-alternatives';
import { isNotification } from './data-costs';
import { withCdn, withOneGateway, withOneZoneFewer, withoutFirewall } from './network-alternatives';
import type { PricedResource, PricedResources } from './priced-resources';

/** The changes that may make a stack cheaper. Each text names the setting in the environment's file and the disadvantage. */
export const alternatives: readonly (readonly [change: string, alternative: Alternative])[] = [
  ["ARM64: compute.architecture 'ARM64'; the image needs packages for it", onArm],
  ["ARM64: compute.architecture 'ARM64' and instanceType; the image needs packages for it", onArmHosts],
  ["Fargate Spot: compute.spotPercent 100; AWS may stop a task with two minutes' notice", onSpot],
  ['Fargate instead of hosts: compute.kind; psql then needs a bastion, whose costs are deducted', onFargate],
  [
    'one host and one task fewer: hosts.min and scale.min; a failed zone or deployment then leaves fewer hosts and tasks',
    withOneHostFewer,
  ],
  ['one task fewer: scale.min; a deployment or a failed zone then leaves fewer tasks', withOneTaskFewer],
  ["no firewall: ingress.firewall 'off'; no rate limit then covers all tasks together", withoutFirewall],
  ['CloudFront: ingress.cdn {}; AWS then charges for each request and GB to visitors', withCdn],
  ["one NAT gateway: nat 'one'; if its zone fails, no zone can reach AWS services", withOneGateway],
  ['no standby database: multiAz false; a failed zone then needs a restore', withoutStandby],
  ['one zone fewer: publicSubnets and privateSubnets; a failed zone then leaves fewer tasks', withOneZoneFewer],
  ['no dashboard or alarms: monitoring; nobody is then notified of failures', withoutMonitoring],
];

function withoutStandby(stack: PricedResources): PricedResources | undefined {
  return changeArguments(stack, 'aws_db_instance', ({ values }) =>
    values.multi_az === true ? { multi_az: false } : undefined,
  );
}

/** Returns the stack without monitoring: without alarms, dashboard and topic, and without the metrics that the app writes. */
function withoutMonitoring(stack: PricedResources): PricedResources | undefined {
  const isMonitoring = (resource: PricedResource) =>
    /^aws_cloudwatch_(metric_alarm|dashboard)$/.test(resource.type) ||
    (resource.type === 'aws_sns_topic' && isNotification(resource, stack));
  const rest = removeResources(stack, isMonitoring);
  return rest?.changed((resource) => {
    const { container_definitions: containers } = resource.values;
    return typeof containers === 'string'
      ? {
          ...resource,
          values: { ...resource.values, container_definitions: containers.replaceAll(variables.metricsNamespace, '') },
        }
      : resource;
  });
}
