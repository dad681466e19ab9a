import { StoreUnavailable } from '../../../app/stores/store-unavailable';

/**
 * The fault of a store. `refused`: the store does nothing. `lost`: the store executes the call, and its response is
 * lost.
 */
export type Fault = 'refused' | 'lost';

/** Stores that fail on request. */
export class FaultyStores {
  readonly #next = new Map<string, Fault>();
  /** Called before every call of a store. @default no faults except those of `next` */
  decide: (step: string) => Fault | undefined = () => undefined;

  /** Makes the next call of a step, such as `files.promote`, fail. */
  next(step: string, fault: Fault): void {
    this.#next.set(step, fault);
  }

  /** Whether all requested faults have happened. */
  get isSpent(): boolean {
    return this.#next.size === 0;
  }

  reset(): void {
    this.#next.clear();
    this.decide = () => undefined;
  }

  /**
   * Wraps a store. The step of a call is the name of the store and the name of the method.
   * @param lost the error if a response is lost
   */
  wrap<T extends object>(name: string, store: T, lost: (step: string) => Error = unavailable): T {
    return new Proxy(store, {
      get: (target, method: string) => {
        const own = Reflect.get(target, method);
        if (typeof own !== 'function') return own;
        const call = own.bind(target);
        // No faults for these methods: a listing is not a promise, and withSweepLock runs calls that may fail
        // themselves.
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
