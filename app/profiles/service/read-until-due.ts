import { untilAborted } from '../../stores/deadline';
import { profilesUnavailable } from '../unavailable';

/**
 * Waits for the result of a read, at most until the response deadline.
 * @param signal aborted at the response deadline
 * @throws StoreUnavailable at the deadline
 */
export async function readUntilDue<T>(signal: AbortSignal, result: Promise<T>): Promise<T> {
  try {
    return await untilAborted(signal, result);
  } catch (error) {
    throw signal.aborted && error === signal.reason ? profilesUnavailable(error) : error;
  }
}
