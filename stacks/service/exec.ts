import type { EcsTaskDefinitionVolume } from '@cdktf/provider-aws/lib/ecs-task-definition';

/**
 * The folders to which the Systems Manager agent writes, by the names of their volumes. ECS starts the agent in the container, where the
 * root file system is read-only. On hosts, ECS itself mounts `/var/log/amazon/ssm`. Docker rejects a second volume at the same path, so the
 * volumes are one level higher. AWS's documentation does not contain these paths; they are from an issue:
 * https://github.com/aws/containers-roadmap/issues/1359
 */
const agentFolders: Readonly<Record<string, string>> = {
  'agent-data': '/var/lib/amazon',
  'agent-log': '/var/log/amazon',
};

/** The volumes that a task needs for ECS Exec. They are empty at first, and exist as long as the task. */
export const execVolumes: EcsTaskDefinitionVolume[] = Object.keys(agentFolders).map((name) => ({ name }));

/** The settings that a container needs for ECS Exec. */
export const execContainer = {
  mountPoints: Object.entries(agentFolders).map(([sourceVolume, containerPath]) => ({
    sourceVolume,
    containerPath,
    readOnly: false,
  })),
  // The init process reaps the agent's child processes when they end.
  linuxParameters: { initProcessEnabled: true },
} as const;
