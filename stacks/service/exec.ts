import type { EcsTaskDefinitionVolume } from '@cdktf/provider-aws/lib/ecs-task-definition';

/**
 * The folders that the Systems Manager agent writes to, by the names of their volumes. ECS starts the agent in the container, where the
 * root file system is read-only. On hosts, ECS itself mounts `/var/log/amazon/ssm`, and Docker rejects a second volume at the same path, so
 * the volumes are one level higher. AWS does not document these paths. Their source: https://github.com/aws/containers-roadmap/issues/1359
 */
const agentFolders: Readonly<Record<string, string>> = {
  'agent-data': '/var/lib/amazon',
  'agent-log': '/var/log/amazon',
};

/** The volumes of a task in which ECS Exec can run commands. They are empty, and exist as long as the task. */
export const execVolumes: EcsTaskDefinitionVolume[] = Object.keys(agentFolders).map((name) => ({ name }));

/** The settings of a container in which ECS Exec can run commands. */
export const execContainer = {
  mountPoints: Object.entries(agentFolders).map(([sourceVolume, containerPath]) => ({
    sourceVolume,
    containerPath,
    readOnly: false,
  })),
  // The init process reaps ended child processes of the agent.
  linuxParameters: { initProcessEnabled: true },
} as const;
