import { ApiError } from './json-api';

/** The lock of a workspace. A user or a run can hold it. */
export class WorkspaceLock {
  #owner: string | undefined;
  readonly #waiting: (() => void)[] = [];

  /** The owner of the lock: the name of a user, or the id of a run. Undefined if the workspace is not locked. */
  get owner(): string | undefined {
    return this.#owner;
  }

  /**
   * Acquires the lock.
   * @throws ApiError 409 if the workspace is already locked
   */
  take(owner: string): void {
    if (this.#owner !== undefined) throw new ApiError(409, `workspace already locked by ${this.#owner}`);
    this.#owner = owner;
  }

  /**
   * Releases the lock.
   * @throws ApiError 409 if the owner does not hold the lock
   */
  release(owner: string): void {
    if (this.#owner === undefined) throw new ApiError(409, 'workspace already unlocked');
    if (this.#owner !== owner) throw new ApiError(409, `workspace is locked by User ${this.#owner}`);
    this.forceRelease();
  }

  forceRelease(): void {
    this.#owner = undefined;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Waits until the lock is free, and acquires it. If `stop` is aborted, returns without the lock. */
  async takeInTurn(owner: string, stop: AbortSignal): Promise<void> {
    while (this.#owner !== undefined && !stop.aborted) {
      await new Promise<void>((wake) => {
        this.#waiting.push(wake);
        stop.addEventListener('abort', () => wake(), { once: true });
      });
    }
    if (!stop.aborted) this.take(owner);
  }
}
