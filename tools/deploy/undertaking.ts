import type { Steps } from '../console/steps';

/** What every part of a running command needs. */
export interface Undertaking {
  readonly steps: Steps;
  /** Aborted by Ctrl-C. */
  readonly stop: AbortSignal;
}
