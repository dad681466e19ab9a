import { addressesIn, withoutIndex } from '../../shared/addresses';
import type { Block } from '../../shared/synthesized-stack';
import { block, blocks, type PricedResource, type PricedResources } from './priced-resources';

/**
 * Returns the resources that a stack would have after a change of its settings.
 * @returns undefined if the change does not apply to the stack
 */
export type Alternative = (stack: PricedResources) => PricedResources | undefined;

/**
 * Returns a copy of a stack in which the arguments of all resources of one type are changed.
 * @param change returns the changed arguments of a resource; undefined leaves the resource unchanged
 * @returns undefined if no resource changes
 */
export function changeArguments(
  stack: PricedResources,
  type: string,
  change: (resource: PricedResource) => Readonly<Record<string, unknown>> | undefined,
): PricedResources | undefined {
  let isChanged = false;
  const changed = stack.changed((resource) => {
    const values = resource.type === type ? change(resource) : undefined;
    if (values === undefined) return resource;
    isChanged = true;
    return { ...resource, values: { ...resource.values, ...values } };
  });
  return isChanged ? changed : undefined;
}

/** Returns a copy of a stack without some resources and their alarms. @returns undefined if no resource is removed */
export function removeResources(
  stack: PricedResources,
  isRemoved: (resource: PricedResource) => boolean,
): PricedResources | undefined {
  const removed = stack.all.filter(isRemoved);
  if (removed.length === 0) return undefined;
  return stack.changed((resource) => {
    if (removed.includes(resource)) return undefined;
    return resource.type === 'aws_cloudwatch_metric_alarm' ? withoutMetricsOf(removed, resource) : resource;
  });
}

/** Returns an alarm without the metrics of removed resources; undefined if the alarm has no metric left. */
function withoutMetricsOf(removed: readonly PricedResource[], alarm: PricedResource): PricedResource | undefined {
  if (concerns(alarm.values, removed)) return undefined;
  const queries = blocks(alarm, 'metric_query');
  const left = queries.filter((query) => !concerns(block({ values: query }, 'metric'), removed));
  if (left.length === queries.length) return alarm;
  const hasMetric = left.some((query) => blocks({ values: query }, 'metric').length > 0);
  return hasMetric ? { ...alarm, values: { ...alarm.values, metric_query: left } } : undefined;
}

/** Whether the dimensions of a metric refer to one of these resources, or contain the name of one. */
function concerns({ dimensions = {} }: Block, resources: readonly PricedResource[]): boolean {
  const named = addressesIn(dimensions);
  const texts = Object.values(dimensions as Block);
  return resources.some(({ address, values }) => named.includes(withoutIndex(address)) || texts.includes(values.name));
}
