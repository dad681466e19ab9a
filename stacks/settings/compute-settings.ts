import { number, object, oneOf, oneOfKinds, optional, string } from './shape';

/**
 * The hosts, CPU and memory of the tasks. With `fargate`, AWS operates the hosts. With `ec2`, the hosts are EC2 instances in private
 * subnets. Switching between the two replaces the service, so no task runs for a few minutes.
 */
export type Compute = FargateCompute | Ec2Compute;

/**
 * The CPU units that Fargate offers for a task.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export type FargateCpu = 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384;

/** The compute settings of tasks that run on AWS Fargate. */
export interface FargateCompute {
  readonly kind: 'fargate';
  /** The CPU units of a task: 256, 512, 1024, 2048, 4096, 8192 or 16384. 1024 units are one vCPU. */
  readonly cpu: FargateCpu;
  /** The memory of a task in MiB. The allowed values depend on `cpu`: 256 CPU units allow 512, 1024 and 2048 MiB. */
  readonly memoryMiB: number;
  /** The processor architecture for which the image is built. ARM64 costs about 20 % less than X86_64. */
  readonly architecture: 'ARM64' | 'X86_64';
  /**
   * The percentage of tasks, not counting the first one, that run on Fargate Spot: a whole number from 0 to 100. Spot costs about 70 %
   * less, but AWS may stop a task with two minutes' notice. To stop using Spot, set 0. If you remove the setting instead, Terraform
   * replaces the service, so no task runs for about a minute.
   * @default none: all tasks run on regular Fargate
   */
  readonly spotPercent?: number;
}

/**
 * EC2 instances as hosts of the tasks (ECS container instances). AWS starts and stops hosts as needed. One command replaces all hosts with
 * new ones that run the latest machine image (docs/operations.md).
 */
export interface Ec2Compute {
  readonly kind: 'ec2';
  /**
   * The instance type of the hosts, for example `t4g.small`. Each task needs one network interface; a small host has three, and uses one
   * itself. The synth checks the capacity of t3, t3a and t4g, and of the families c, m and r of generations 5 to 8. It rejects settings
   * that leave no capacity for a deployment, and warns if a deployment would take several rounds.
   */
  readonly instanceType: string;
  /** The CPU units of a task: 128 to 196608, and at most the CPU units of a host. 1024 units are one vCPU. */
  readonly cpu: number;
  /**
   * The memory of a task in MiB: at least 512, and less than the memory of a host. Up to 11 % of a host's memory is not available to tasks.
   */
  readonly memoryMiB: number;
  /** The processor architecture for which the image is built. It must be the architecture of `instanceType`. */
  readonly architecture: 'ARM64' | 'X86_64';
  /** The minimum and maximum number of hosts. Between them, AWS runs as many hosts as the tasks need. */
  readonly hosts: {
    /** The minimum number of hosts, 1 to 100. With one host, the app is down for minutes if that host fails. */
    readonly min: number;
    /**
     * The maximum number of hosts: at least `min`, at most 100. A deployment needs capacity for one task more than the maximum of `scale`.
     * With capacity for twice the maximum of `scale`, a deployment takes a single round.
     */
    readonly max: number;
  };
}

const architecture = oneOf('ARM64', 'X86_64');

export const computeShape = oneOfKinds<Compute>({
  fargate: { cpu: number(), memoryMiB: number(), architecture, spotPercent: optional(number()) },
  ec2: {
    instanceType: string,
    cpu: number(),
    memoryMiB: number(),
    architecture,
    hosts: object<Ec2Compute['hosts']>({ min: number(), max: number() }),
  },
});
