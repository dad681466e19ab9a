import { variables } from '../../../contract';
import { isNotification } from '../items/data-costs';
import { type Alternative, changeArguments, removeResources } from '../resources/changed-stack';
import type { PricedResource, PricedResources } from '../resources/priced-resources';
import { onArm, onArmHosts, onFargate, onSpot, withOneHostFewer, withOneTaskFewer } from './compute-alternatives';
import { withCdn, withOneGateway, withOneZoneFewer, withoutFirewall } from './network-alternatives';

/** The changes that may make a stack cheaper. Each description names the setting to change, and the disadvantage. */
export const alternatives: readonly (readonly [change: string, alternative: Alternative])[] = [
  ["ARM64: set compute.architecture to 'ARM64'; all packages in the image must support ARM64", onArm],
  [
    "ARM64: set compute.architecture to 'ARM64', and instanceType to an ARM64 type; all packages in the image must support ARM64",
    onArmHosts,
  ],
  ["Fargate Spot: set compute.spotPercent to 100; AWS may stop a task with two minutes' notice", onSpot],
  [
    "Fargate instead of hosts: set compute.kind to 'fargate'; psql then needs a bastion (its costs are deducted from the saving)",
    onFargate,
  ],
  [
    'one host and one task fewer: lower hosts.min and scale.min; fewer hosts and tasks remain if a zone fails',
    withOneHostFewer,
  ],
  ['one task fewer: lower scale.min; fewer tasks remain if a zone fails', withOneTaskFewer],
  ["no firewall: set ingress.firewall to 'off'; no rate limit then applies across all tasks", withoutFirewall],
  ['CloudFront: set ingress.cdn to {}; AWS then charges for each request and for each GB sent to visitors', withCdn],
  [
    "one NAT gateway: set network.nat to 'one'; if its zone fails, tasks in all zones lose access to AWS services",
    withOneGateway,
  ],
  ['no standby database: set multiAz to false; if the zone fails, the database must be restored', withoutStandby],
  [
    'one zone fewer: remove a zone from publicSubnets and privateSubnets; fewer tasks remain if a zone fails',
    withOneZoneFewer,
  ],
  ['no dashboard or alarms: remove monitoring; nobody is then notified of failures', withoutMonitoring],
];

function withoutStandby(stack: PricedResources): PricedResources | undefined {
  return changeArguments(stack, 'aws_db_instance', ({ values }) =>
    values.multi_az === true ? { multi_az: false } : undefined,
  );
}

/**
 * Returns the stack as it is without the setting `monitoring`: without alarms, dashboard, topic and the app's metrics.
 */
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
