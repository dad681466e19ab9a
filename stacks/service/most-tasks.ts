import type { Scale } from '../environment';

/** How many tasks there are at most; while a version takes over from another there are twice as many. */
export function mostTasks(scale: Scale): number {
  return scale.kind === 'fixed' ? scale.tasks : scale.max;
}
