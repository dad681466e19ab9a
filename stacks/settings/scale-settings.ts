/** The number of tasks: fixed, or between two limits. */
export type Scale = FixedScale | AutomaticScale;

/** A fixed number of tasks. */
export interface FixedScale {
  readonly kind: 'fixed';
  /** The number of tasks, 1 to 100. */
  readonly tasks: number;
}

/** A number of tasks that follows the load. */
export interface AutomaticScale {
  readonly kind: 'automatic';
  /** The minimum, 1 to 100. */
  readonly min: number;
  /** The maximum, `min` to 100. */
  readonly max: number;
  /**
   * The target for the average CPU utilization, 10 to 90 percent.
   * @default 60
   */
  readonly cpuPercent?: number;
  /**
   * The target for the requests per task and minute, 1 to 1,000,000.
   * @default 1000
   */
  readonly requestsPerTask?: number;
}

/** Returns the maximum number of tasks, except during a deployment, which runs up to twice as many. */
export function maxTasks(scale: Scale): number {
  return scale.kind === 'fixed' ? scale.tasks : scale.max;
}
