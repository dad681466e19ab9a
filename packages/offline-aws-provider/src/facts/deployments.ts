import type { Account } from '../account';
import { type Diagnostic, errorDiagnostic } from '../diagnostic';
import type { Values } from '../value';
import { blocksOf } from './check';

/** The outcome of a deployment: what Terraform's state gets, and the error if there is one. */
interface Outcome {
  readonly state: Values;
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * The attributes of a service that a rollback restores.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-revision.html
 */
const revision = [
  'capacity_provider_strategy',
  'launch_type',
  'load_balancer',
  'network_configuration',
  'task_definition',
] as const;

/**
 * Waits for the deployment of a service as the real provider does: it reports the reason of a deployment that was stopped or rolled
 * back. After an error the state holds the planned values, and only the next refresh finds the old ones; Terraform marks a
 * service that was created as tainted. The provider takes a deployment for an old one, and counts the running tasks instead, if its
 * own clock is ahead of AWS's: then a rollback is a success that it does not notice.
 *
 * Source: `waitServiceStable`, `statusServiceWaitForStable` and `findDeploymentStatus` in
 * https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/ecs/service.go
 */
export function deploy(prior: Values | null, planned: Values, account: Account): Outcome {
  // A service has a launch type or a strategy; what it has no longer, the provider reads as empty.
  const applied = blocksOf(planned.capacity_provider_strategy).length > 0 ? { ...planned, launch_type: '' } : planned;
  if (account.deployments === 'succeed') return { state: applied };
  if (prior === null) {
    return failed(applied, 'create', 'No rollback candidate was found to run the rollback.');
  }
  const restored = Object.fromEntries(revision.map((name) => [name, prior[name] ?? null]));
  account.change('aws_ecs_service', applied, restored);
  return account.deployments === 'roll back unseen'
    ? { state: { ...applied, ...restored } }
    : failed(applied, 'update', 'Service deployment rolled back because the circuit breaker threshold was exceeded.');
}

function failed(state: Values, operation: 'create' | 'update', reason: string): Outcome {
  return {
    state,
    diagnostics: [errorDiagnostic(`waiting for ECS Service (${state.arn}) ${operation}: ${reason}`, '')],
  };
}
