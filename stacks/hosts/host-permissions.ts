import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import type { Environment } from '../environment';
import type { Permission } from '../iam/policy';

/**
 * Returns the permissions of the ECS agent: those of AWS's managed policy, limited to one cluster. The permissions that tasks get from
 * their own roles are left out. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 */
export function hostPermissions({ region }: Environment, cluster: EcsCluster, accountId: string): Permission[] {
  return [
    {
      actions: [
        'ecs:DeregisterContainerInstance',
        'ecs:RegisterContainerInstance',
        'ecs:SubmitAttachmentStateChanges',
        'ecs:SubmitContainerStateChange',
        'ecs:SubmitTaskStateChange',
      ],
      resources: [cluster.arn],
    },
    {
      actions: ['ecs:Poll', 'ecs:StartTelemetrySession', 'ecs:UpdateContainerInstancesState'],
      resources: [`arn:aws:ecs:${region}:${accountId}:container-instance/${cluster.name}/*`],
    },
    { actions: ['ecs:DiscoverPollEndpoint'], resources: ['*'] },
  ];
}
