/**
 * The compute capacity of the tasks. `fargate`: AWS operates the hosts. `ec2`: EC2 instances in private subnets of the environment. A
 * change from one to the other replaces the service, and no task is running for some minutes.
 */
export type Compute = FargateCompute | Ec2Compute;

/**
 * The CPU units that Fargate offers for a task.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export type FargateCpu = 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384;

/** Tasks on AWS Fargate. */
export interface FargateCompute {
  readonly kind: 'fargate';
  /** The CPU units of a task; 1024 units are one vCPU. */
  readonly cpu: FargateCpu;
  /** The memory of a task in MiB. Each `cpu` allows its own values; 256 allows 512, 1024 and 2048. */
  readonly memoryMiB: number;
  /** The processor that the image is built for. ARM64 costs about 20 % less. */
  readonly architecture: 'ARM64' | 'X86_64';
  /**
   * The percentage of tasks beyond the first that run on Fargate Spot, 0 to 100. Spot costs about 70 % less, but AWS may stop a task
   * with two minutes' notice. To stop using Spot, set 0: if you remove the line, Terraform replaces the service, and no task is running
   * for about a minute.
   * @default none: all tasks run on regular Fargate
   */
  readonly spotPercent?: number;
}

/**
 * EC2 instances as hosts of the tasks (ECS container instances). AWS starts and stops them as needed. One command replaces them with hosts
 * that run the latest image (docs/operations.md).
 */
export interface Ec2Compute {
  readonly kind: 'ec2';
  /**
   * The instance type of the hosts, for example `t4g.small`. Each task needs one network interface. A small host has three, and uses one
   * itself. For t3, t3a and t4g, and the families c, m and r of the generations 5 to 8, the synth knows the capacity. It rejects hosts
   * without room for a deployment, and warns if a deployment would take several rounds.
   */
  readonly instanceType: string;
  /** The CPU units of a task, 128 to 196608 and at most those of a host; 1024 units are one vCPU. */
  readonly cpu: number;
  /** The memory of a task in MiB, at least 512. Up to 11 % of the memory of a host is not available to tasks. */
  readonly memoryMiB: number;
  /** The processor that the image is built for. It must be the processor of `instanceType`. */
  readonly architecture: 'ARM64' | 'X86_64';
  /** The limits of the number of hosts. AWS runs as many as the tasks need. */
  readonly hosts: {
    /** The minimum, 1 to 100. With one host, the app is down for minutes if that host fails. */
    readonly min: number;
    /**
     * The maximum, `min` to 100. A deployment needs capacity for one task more than the maximum of `scale`. It takes a single round with
     * capacity for twice that maximum.
     */
    readonly max: number;
  };
}
