/**
 * The arguments whose change replaces the resource ("Forces new resource" in the provider's documentation); neither
 * the schema nor the bindings say so. A type that is missing here is always updated in place.
 */
export const replacedBy: Record<string, readonly string[]> = {
  aws_ecs_task_definition: [
    'container_definitions',
    'cpu',
    'execution_role_arn',
    'family',
    'memory',
    'network_mode',
    'requires_compatibilities',
    'runtime_platform',
    'task_role_arn',
    'volume',
  ],
};

/** Computed attributes that an update in place gives a new value. */
export const renewedByUpdate: Record<string, readonly string[]> = {
  aws_launch_template: ['latest_version'],
  aws_ssm_parameter: ['version'],
};
