import { Refusal } from '../shared/refusal';

/**
 * What is said of local data that cannot be opened.
 * @param problem why not
 * @param reset the command that removes them, with all other local data of their environment
 */
export function unusableData(folder: string, problem: string, reset: string): Refusal {
  return new Refusal(
    `The data in ${folder} cannot be opened (${problem}): "${reset}" removes it, and all other local data of this environment with it.`,
  );
}
