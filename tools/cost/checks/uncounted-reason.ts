import type { PricedResource, PricedResources } from '../resources/priced-resources';
import { definitionOf, fargateSpotTasks, scalingTarget } from '../usage/tasks';
import { argumentChecks } from './argument-checks';
import { fargateChecks, launchTemplateChecks, scalingTargetChecks } from './compute-checks';
import { unknownArgument } from './unknown-argument';
import { type ArgumentChecks, isUnset } from './value-checks';

/** Returns the first argument whose value makes the price unknown, such as `type = io2`; undefined if there is none. */
export function unknownSetting({ type, values }: PricedResource): string | undefined {
  return unknownArgument(values, argumentChecks[type] ?? {});
}

/** Returns why the costs of a resource are unknown; undefined if they are known. */
export function uncountedReason(resource: PricedResource, stack: PricedResources): string | undefined {
  return (
    resource.unknown ??
    unknownSetting(resource) ??
    (describedBy[resource.type]?.(resource, stack) ?? [])
      .map((one) => (typeof one === 'string' ? one : unknownIn(one)))
      .find((reason) => reason !== undefined)
  );
}

/**
 * Another resource whose arguments affect the price, and the checks of these arguments. If the stack lacks that
 * resource, the argument that refers to it, such as `task_definition = …`.
 */
type Description = { readonly of: PricedResource; readonly checks: ArgumentChecks } | string;

const describedBy: Readonly<
  Record<string, (resource: PricedResource, stack: PricedResources) => readonly Description[]>
> = {
  aws_ecs_service: (service, stack) => {
    const target = scalingTarget(service, stack);
    return [
      ...(fargateSpotTasks(service, 1) === undefined
        ? []
        : [described(definitionOf(service, stack), fargateChecks, { by: service, argument: 'task_definition' })]),
      ...(target ? [{ of: target, checks: scalingTargetChecks }] : []),
    ];
  },
  aws_autoscaling_group: (group, stack) => [templateOf(group, stack)],
  aws_instance: (instance, stack) => (isUnset(instance.values.launch_template) ? [] : [templateOf(instance, stack)]),
};

function templateOf(resource: PricedResource, stack: PricedResources): Description {
  const [template] = stack.referenced(resource, 'launch_template', 'aws_launch_template');
  return described(template, launchTemplateChecks, { by: resource, argument: 'launch_template' });
}

/** @param reference the resource and the argument that refer to the other resource */
function described(
  of: PricedResource | undefined,
  checks: ArgumentChecks,
  reference: { readonly by: PricedResource; readonly argument: string },
): Description {
  if (of !== undefined) return { of, checks };
  const { by, argument } = reference;
  return unknownArgument(by.values, { [argument]: () => false }) ?? argument;
}

function unknownIn({ of, checks }: Exclude<Description, string>): string | undefined {
  const reason = unknownArgument(of.values, checks);
  return reason && `${of.address}: ${reason}`;
}
