import { type Changes, threeTiers } from './fixture-environment';
import { synthesized } from './synthesized';

type Attributes = Record<string, unknown>;

/** A part of a synthesized stack, as Terraform's JSON. */
export interface PartialStack extends Readonly<Record<string, unknown>> {
  readonly provider: Record<string, readonly Attributes[]>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data: Readonly<Record<string, unknown>>;
  readonly locals: Readonly<Record<string, unknown>>;
}

/**
 * Returns the resources of these types in `prod` with `removal: 'protect'`. Their network settings and their dependencies on other types
 * are removed. Of the SSM parameters, only those that record the removal setting are included.
 */
export function protectedStack(types: readonly string[], changes: Changes = {}): PartialStack {
  const { provider, resource, data, locals } = synthesized({ ...threeTiers, removal: 'protect', ...changes });
  const { aws_ssm_parameter: parameters = {}, ...others } = resource;
  const records = Object.entries(parameters).filter(([name]) => name.startsWith('removal_'));
  const kept: Record<string, Record<string, Attributes>> = {
    ...others,
    aws_ssm_parameter: Object.fromEntries(records),
  };
  return {
    provider,
    resource: Object.fromEntries(
      types
        .filter((type) => kept[type] !== undefined)
        .map((type) => [type, mapValues(kept[type] ?? {}, (one) => withoutDependencies(one, types))]),
    ),
    data: {
      aws_caller_identity: data.aws_caller_identity,
      aws_ssm_parameters_by_path: { removal: data.aws_ssm_parameters_by_path?.removal },
    },
    locals: { removal_present: locals.removal_present },
  };
}

function mapValues<T>(record: Record<string, T>, map: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Returns a resource without its network settings and without its dependencies on resources of other types. */
function withoutDependencies(resource: Attributes, types: readonly string[]): Attributes {
  const {
    subnets,
    security_groups,
    db_subnet_group_name,
    parameter_group_name,
    vpc_security_group_ids,
    ...attributes
  } = resource;
  const { replace_triggered_by, ...lifecycle } = (attributes.lifecycle ?? {}) as Attributes;
  const dependencies = (attributes.depends_on ?? []) as readonly string[];
  return {
    ...attributes,
    lifecycle,
    depends_on: dependencies.filter((one) => types.includes(one.split('.')[0] ?? '')),
  };
}
