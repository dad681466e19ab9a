import type { Permission } from './policy';

/**
 * The permission that the Systems Manager agent needs to open sessions, on an EC2 instance or in a container. Its actions do not support
 * resource-level permissions. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
export const sessionPermission: Permission = {
  actions: [
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  resources: ['*'],
};
