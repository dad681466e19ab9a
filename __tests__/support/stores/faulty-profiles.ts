import { StoreUnavailable } from '../../../app/stores/store-unavailable';

/** Before the call reaches the store, or after it: then the store did what it was asked, and the answer is lost. */
export type Fault = 'refused' | 'lost';

/** Stores that fail when they are told to. */
export class FaultyStores {
  readonly #next = new Map<string, Fault>();
  /** Asked before every call. @default no faults but those of `next` */
  decide: (step: string) => Fault | undefined = () => undefined;

  /** Fails the next call of a step, such as `files.promote`. */
  next(step: string, fault: Fault): void {
    this.#next.set(step, fault);
  }

  /** Whether every fault that was asked for has happened. */
  get isSpent(): boolean {
    return this.#next.size === 0;
  }

  reset(): void {
    this.#next.clear();
    this.decide = () => undefined;
  }

  /** The store, whose steps are called after it. */
  wrap<T extends object>(name: string, store: T, lost: (step: string) => Error = unavailable): T {
    return new Proxy(store, {
      get: (target, method: string) => {
        const own = Reflect.get(target, method);
        if (typeof own !== 'function') return own;
        const call = own.bind(target);
        // A listing is no promise, and withSweepLock holds the calls that may fail.
        if (method === 'list' || method === 'withSweepLock' || method === 'end') return call;
        return async (...args: unknown[]) => {
          const step = `${name}.${method}`;
          const fault = this.#next.get(step) ?? this.decide(step);
          this.#next.delete(step);
          if (fault === 'refused') throw unavailable(step);
          const answer = await call(...args);
          if (fault === 'lost') throw lost(step);
          return answer;
        };
      },
    });
  }
}

function unavailable(step: string): StoreUnavailable {
  return new StoreUnavailable(new Error(`${step} failed`));
}
