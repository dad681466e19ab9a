import type { Scale } from '../../settings/scale-settings';
import { failedChecks, type SettingsProblem } from '../settings-problem';
import { isWholeNumber } from '../whole-number';
import { countCheck } from './count-check';

/** The maximum number of tasks in the settings. It is below the default quotas of ECS. */
const maxTasks = 100;

/** Returns the problems with the number of tasks and with the autoscaling. */
export function scaleProblems(scale: Scale): SettingsProblem[] {
  if (scale.kind === 'fixed') {
    return failedChecks([countCheck({ field: 'scale.tasks', value: scale.tasks, most: maxTasks })]);
  }
  const { min, max, cpuPercent, requestsPerTask } = scale;
  return failedChecks([
    countCheck({ field: 'scale.min', value: min, most: maxTasks }),
    countCheck({ field: 'scale.max', value: max, most: maxTasks, lower: { 'scale.min': min } }),
    {
      field: 'scale.cpuPercent',
      value: cpuPercent,
      allowed: cpuPercent === undefined || isWholeNumber(cpuPercent, 10, 90),
      remedy: 'Use a whole number from 10 to 90, or remove the setting.',
    },
    {
      field: 'scale.requestsPerTask',
      value: requestsPerTask,
      allowed: requestsPerTask === undefined || isWholeNumber(requestsPerTask, 1, 1_000_000),
      remedy: 'Use a whole number from 1 to 1000000, or remove the setting.',
    },
  ]);
}
