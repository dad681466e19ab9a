import { ApiError } from './json-api';

/** The lock of a workspace. */
export class WorkspaceLock {
  #owner: string | undefined;
  readonly #waiting: (() => void)[] = [];

  /** The name of a user or the id of a run; undefined if the workspace is not locked. */
  get owner(): string | undefined {
    return this.#owner;
  }

  /** @throws ApiError if the workspace is locked */
  take(owner: string): void {
    if (this.#owner !== undefined) throw new ApiError(409, `workspace already locked by ${this.#owner}`);
    this.#owner = owner;
  }

  /** @throws ApiError if the caller does not hold the lock */
  release(owner: string): void {
    if (this.#owner === undefined) throw new ApiError(409, 'workspace already unlocked');
    if (this.#owner !== owner) throw new ApiError(409, `workspace is locked by User ${this.#owner}`);
    this.forceRelease();
  }

  forceRelease(): void {
    this.#owner = undefined;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Waits for the lock and acquires it, as a run does. If `stop` is aborted, returns without the lock. */
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
