import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import type { Construct } from 'constructs';
import { shutdownOf } from '../../contract';
import { appContainer } from '../app-container';
import type { Environment } from '../environment';
import { physicalName } from '../names';

export interface TargetGroupProps {
  readonly environment: Environment;
  readonly vpcId: string;
}

/** Defines the target group of the tasks and its health check. */
export function defineTargetGroup(scope: Construct, { environment, vpcId }: TargetGroupProps): LbTargetGroup {
  const { port, healthPath } = appContainer(environment);
  return new LbTargetGroup(scope, 'target-group', {
    // A listener always needs a target group, so the new group is created before the old one is deleted. The two groups need different
    // names, so only a prefix is set. It has at most six characters.
    namePrefix: `${environment.name.slice(0, 5)}-`,
    // ECS registers each task with the port of its container, and the health check uses that port. The port of the group has no effect.
    // Changing it would replace the group with one that has no tasks yet.
    lifecycle: { createBeforeDestroy: true, ignoreChanges: ['port'] },
    targetType: 'ip',
    port,
    protocol: 'HTTP',
    vpcId,
    deregistrationDelay: String(shutdownOf(environment.profiles !== undefined).deregistrationDelaySeconds),
    healthCheck: {
      path: healthPath,
      matcher: '200',
      interval: 30,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    tags: { Name: physicalName(environment, 'app', 'tag') },
  });
}
