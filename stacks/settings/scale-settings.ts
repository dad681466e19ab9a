import { number, oneOfKinds, optional } from './shape';

/** The number of tasks: `fixed`, or `automatic` between a minimum and a maximum. */
export type Scale = FixedScale | AutomaticScale;

/** A fixed number of tasks. */
export interface FixedScale {
  readonly kind: 'fixed';
  /** The number of tasks: a whole number from 1 to 100. */
  readonly tasks: number;
}

/** A number of tasks that follows the load, between a minimum and a maximum. */
export interface AutomaticScale {
  readonly kind: 'automatic';
  /** The minimum number of tasks: a whole number from 1 to 100. */
  readonly min: number;
  /** The maximum number of tasks: a whole number from `min` to 100. */
  readonly max: number;
  /**
   * The average CPU utilization of the tasks that autoscaling aims for, in percent: 10 to 90.
   * @default 60
   */
  readonly cpuPercent?: number;
  /**
   * The number of requests per task and minute that autoscaling aims for: 1 to 1,000,000.
   * @default 1000
   */
  readonly requestsPerTask?: number;
}

export const scaleShape = oneOfKinds<Scale>({
  fixed: { tasks: number() },
  automatic: { min: number(), max: number(), cpuPercent: optional(number()), requestsPerTask: optional(number()) },
});

/** Returns the maximum number of tasks outside deployments. During a deployment, up to twice as many tasks run. */
export function maxTasks(scale: Scale): number {
  return scale.kind === 'fixed' ? scale.tasks : scale.max;
}
