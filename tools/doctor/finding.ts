import { toUserError } from '../aws/aws-error';
import { UnknownEnvironment } from '../shared/user-error';

/** The result of one check. */
export interface Finding {
  readonly title: string;
  readonly isFine: boolean;
  /** Whether the check was skipped because a check on which it depends has failed. */
  readonly isSkipped?: boolean;
  /** The value that was found. If the check failed, what is wrong and what to do. */
  readonly text: string;
}

/**
 * Runs one check.
 * @param check returns the value that was found; throws an error if something is wrong
 * @throws UnknownEnvironment; any error of the check if `stop` is aborted
 */
export async function finding(stop: AbortSignal, title: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { title, isFine: true, text: await check() };
  } catch (error) {
    if (stop.aborted || error instanceof UnknownEnvironment) throw error;
    const { message } = toUserError(error, `check the ${title.toLowerCase()}`) as Error;
    return { title, isFine: false, text: message };
  }
}

/** Yields a result for each check that is skipped. @param needed the title of the check on which they depend */
export function* skipped(needed: string, ...titles: readonly string[]): Generator<Finding> {
  for (const title of titles)
    yield { title, isFine: true, isSkipped: true, text: `not checked, because the check "${needed}" failed` };
}
