import { type Diagnostic, errorDiagnostic } from '../protocol/diagnostic';
import { blocksOf, type Values } from '../protocol/value';
import type { Account } from './account';

/** The outcome of a deployment: the new state of the service, and the error if there is one. */
interface DeploymentOutcome {
  readonly state: Values;
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * The attributes that a service revision contains. A rollback restores them.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-revision.html
 */
const serviceRevision = [
  'capacity_provider_strategy',
  'launch_type',
  'load_balancer',
  'network_configuration',
  'task_definition',
] as const;

/**
 * Simulates the deployment of a service. Like the real provider, it reports why ECS stopped the deployment or rolled it back. After an
 * error, the state has the planned values until the next refresh, and a new service is tainted.
 * The outcome `roll back unseen` simulates a machine whose clock is ahead of AWS's. The real provider then mistakes the deployment for an
 * older one and only counts the running tasks, so it does not notice a rollback.
 * Source: `waitServiceStable`, `statusServiceWaitForStable` and `findDeploymentStatus` in
 * https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/ecs/service.go
 */
export function deployService(prior: Values | null, planned: Values, account: Account): DeploymentOutcome {
  // For a service with a capacity provider strategy, the provider stores an empty launch type in the state.
  const applied = blocksOf(planned.capacity_provider_strategy).length > 0 ? { ...planned, launch_type: '' } : planned;
  if (account.deployments === 'succeed') return { state: applied };
  if (prior === null) {
    return failed(applied, 'create', 'No rollback candidate was found to run the rollback.');
  }
  const restored = Object.fromEntries(serviceRevision.map((name) => [name, prior[name] ?? null]));
  account.change('aws_ecs_service', applied, restored);
  return account.deployments === 'roll back unseen'
    ? { state: { ...applied, ...restored } }
    : failed(applied, 'update', 'Service deployment rolled back because the circuit breaker threshold was exceeded.');
}

function failed(state: Values, operation: 'create' | 'update', reason: string): DeploymentOutcome {
  return {
    state,
    diagnostics: [errorDiagnostic(`waiting for ECS Service (${state.arn}) ${operation}: ${reason}`, '')],
  };
}
