import { StoreUnavailable } from '../../../app/stores/store-unavailable';

/** How a call of a store fails. `refused`: the store does nothing. `lost`: the store executes the call, but the response is lost. */
export type Fault = 'refused' | 'lost';

/** Wraps stores so that tests can make their calls fail. */
export class FaultyStores {
  readonly #next = new Map<string, Fault>();
  /** Returns the fault of a call, unless `next` has already chosen one. @default no faults */
  decide: (step: string) => Fault | undefined = () => undefined;

  /**
   * Makes the next call of a step fail.
   * @param step the names of the store and the method, such as `files.promote`
   */
  next(step: string, fault: Fault): void {
    this.#next.set(step, fault);
  }

  /** Whether all faults that were set with `next` have happened. */
  get isSpent(): boolean {
    return this.#next.size === 0;
  }

  reset(): void {
    this.#next.clear();
    this.decide = () => undefined;
  }

  /**
   * Wraps a store, so that its calls can fail.
   * @param lost returns the error for a call whose response is lost
   */
  wrap<T extends object>(name: string, store: T, lost: (step: string) => Error = unavailable): T {
    return new Proxy(store, {
      get: (target, method: string) => {
        const own = Reflect.get(target, method);
        if (typeof own !== 'function') return own;
        const call = own.bind(target);
        // These methods get no faults: `list` returns no promise, the calls inside `withSweepLock` can fail themselves, and `end` only
        // closes connections.
        if (method === 'list' || method === 'withSweepLock' || method === 'end') return call;
        return async (...args: unknown[]) => {
          const step = `${name}.${method}`;
          const fault = this.#next.get(step) ?? this.decide(step);
          this.#next.delete(step);
          if (fault === 'refused') throw unavailable(step);
          const result = await call(...args);
          if (fault === 'lost') throw lost(step);
          return result;
        };
      },
    });
  }
}

function unavailable(step: string): StoreUnavailable {
  return new StoreUnavailable(new Error(`${step} failed`));
}
